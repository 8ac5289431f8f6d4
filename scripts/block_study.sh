#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What an approximate multiplier does to training: the array of docs/examples/broken_array with
# 0 to 8 columns of partial products left out, trained on the RTL. Prints the table of
# docs/user_block.md: accuracy, and transistors of a MAC as Yosys estimates them.
#
#   scripts/block_study.sh [--mnist DIR]    DIR: with MNIST too (minutes more)
set -euo pipefail
cd "$(dirname "$0")/.."

mnist=
case ${1:-} in
  --mnist) mnist=${2:?folder} ;;
  '') ;;
  *) echo "usage: scripts/block_study.sh [--mnist DIR]" >&2; exit 2 ;;
esac

scripts/setup.sh --run yosys >&2
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program
example=docs/examples/broken_array
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

variant() {  # variant DROP: the example with so many columns less; prints its configuration
  mkdir -p "$work/$1"
  sed "s/ Drop = 4,/ Drop = $1,/" $example/itg_mac_array.sv >"$work/$1/itg_mac_array.sv"
  cp $example/base.json "$work/$1/base.json"
  echo "$work/$1/base.json"
}

transistors() {  # transistors FILE: of one MAC of a 2x2 array, its share of the drain included
  yosys -p "read_verilog -sv $1; chparam -set Rows 2 -set Cols 2 itg_mac_array
            synth -top itg_mac_array -flatten; abc -g cmos4; stat -tech cmos" |
    awk '/Estimated number of transistors/ { gsub("[^0-9]", "", $NF); printf "%d", $NF / 4 }'
}

accuracy() {  # accuracy HARDWARE OPTION...: in per cent, of the last epoch
  local hw=$1
  shift
  rm -rf "$work/out"
  build/program/sw/intaglio train --machine rtl --hw "$hw" --out "$work/out" "$@" >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
  python3 -c 'import json, sys
print("%.2f" % (100 * json.load(open(sys.argv[1]))["accuracy"]["test"]))' "$work/out/report.json"
}

row() {  # row NAME HARDWARE FILE
  local line seed result
  line="| $1 | $(transistors "$3") |"
  for seed in 1 2 3; do
    result=$(accuracy "$2" --config digits --seed $seed)
    line+=" $result"
  done
  if [[ -n $mnist ]]; then
    result=$(accuracy "$2" --config mnist_mlp --set epochs=1 --set data.folder="$mnist")
    line+=" | $result"
  fi
  echo "$line |"
}

printf '| array | transistors a MAC | digits, seeds 1 2 3, %% |%s\n' "${mnist:+ MNIST MLP, one epoch, % |}"
printf '|---|---|---|%s\n' "${mnist:+---|}"
row 'ours' base rtl/array/itg_mac_array.sv
for drop in 0 2 4 6 8; do
  row "Drop = $drop" "$(variant $drop)" "$work/$drop/itg_mac_array.sv"
done
