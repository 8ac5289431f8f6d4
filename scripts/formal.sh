#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Proves properties of RTL modules with Yosys and z3 (scripts/formal.py).
cd "$(dirname "$0")/.." || exit 1
for tool in yosys-smtbmc z3; do
  command -v "$tool" >/dev/null || scripts/setup.sh >/dev/null || exit 1
done
exec scripts/formal.py "$@"
