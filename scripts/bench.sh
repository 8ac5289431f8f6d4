#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures and prints one JSON object: RTL training (cycles/s, MAC/s, array use), golden training
# (images/s), build times of the plug-in of `base`, golden training steps of three networks beside
# the int8 matrix peak. docs/benchmarks.md says what each figure is.
#
#   scripts/bench.sh           what is installed
#   scripts/bench.sh --torch   and PyTorch beside it; installs Debian's python3-torch if missing
set -euo pipefail
cd "$(dirname "$0")/.."

torch= packages=(libbenchmark-dev)
case ${1:-} in
  # Without OpenBLAS Debian's PyTorch takes the reference BLAS and is ten times slower: no yardstick.
  --torch) torch=1 packages+=(python3-torch libopenblas0-pthread) ;;
  '') ;;
  *) echo "usage: scripts/bench.sh [--torch]" >&2; exit 2 ;;
esac
scripts/setup.sh --run "${packages[@]}" >&2
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program

exec /usr/bin/python3 scripts/bench.py build/program/sw/intaglio build/program/model/golden_bench \
  ${torch:+--torch}
