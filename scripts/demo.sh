#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh Debian 12 machine to a network trained on the RTL: sets the machine up, builds the
# program, trains the digits network with every product and every rounding executed by Verilated
# RTL and compared with the golden model. More arguments go to `intaglio train` (--seed 2).
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh --run
echo "building the program"
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program

program=build/program/sw/intaglio
command=("$program" train --config digits --machine rtl --hw base --check --out out/demo "$@")
echo "${command[*]}"
exec "${command[@]}"
