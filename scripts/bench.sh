#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures and prints one JSON object: RTL training (cycles/s, MAC/s, array use), golden training
# (images/s), build times of the plug-in of `base`. The network is 784-100-10, batch 64, on
# synthetic images: durations do not depend on values.
#
#   scripts/bench.sh           what is installed
#   scripts/bench.sh --torch   and PyTorch beside it; installs Debian's python3-torch if missing
set -euo pipefail
cd "$(dirname "$0")/.."

torch=
case ${1:-} in
  --torch) torch=1 ;;
  '') ;;
  *) echo "usage: scripts/bench.sh [--torch]" >&2; exit 2 ;;
esac
program=$PWD/build/program/sw/intaglio
scripts/setup.sh --run >&2
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program
# Without OpenBLAS Debian's PyTorch takes the reference BLAS and is ten times slower: no yardstick.
if [[ $torch ]] && ! dpkg-query -W python3-torch libopenblas0-pthread >/dev/null 2>&1; then
  as_root=()
  [[ $(id -u) -eq 0 ]] || as_root=(sudo)
  "${as_root[@]}" apt-get -qq -y install --no-install-recommends python3-torch libopenblas0-pthread >&2
fi

exec /usr/bin/python3 scripts/bench.py "$program" ${torch:+--torch}
