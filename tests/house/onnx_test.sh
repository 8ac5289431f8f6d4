#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Do other tools read exported models, and do these hold the integers that were trained?
#   onnx_test.sh PROGRAM
set -euo pipefail
/usr/bin/python3 -c 'import onnx, numpy' 2>/dev/null || { echo "skipped: no python3-onnx here"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 tests/house/onnx_graph.py "$1" "$scratch"
