#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The modules of sim/synth/rtl as scripts/lint_rtl.sh wants those of rtl/: each as its own top,
# clean under all warnings of Verilator, at the sizes of the shipped configurations and at the ends
# of what is legal; and read by Yosys, without a latch. A fault put into a module must be found.
#
#   twin_lint_test.sh SOURCE_FOLDER
set -euo pipefail
twins=$1/sim/synth/rtl
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

lint() {  # lint FOLDER MODULE PARAMETERS...
  local folder=$1 module=$2
  shift 2
  verilator --lint-only -Wall --unroll-count 4 --top-module "$module" "${@/#/-G}" "$folder"/*.sv
}

# Yosys 0.23 needs minutes to lay out the registers of the largest.
elaborate() {  # elaborate MODULE PARAMETERS...
  local module=$1 settings=()
  shift
  for word in "$@"; do settings+=(-chparam "${word%%=*}" "${word#*=}"); done
  yosys -q -p "read_verilog -sv $(echo "$twins"/*.sv)
    hierarchy -check -top $module ${settings[*]}
    proc
    select -assert-none t:\$dlatch t:\$adlatch t:\$dlatchsr
    check -assert"
}

count=0
while read -r module words; do
  [[ -f $twins/$module.sv ]] || { echo "twin_lint_test.sh: no $module.sv"; exit 1; }
  # shellcheck disable=SC2086
  lint "$twins" "$module" $words
  # shellcheck disable=SC2086
  [[ $words == *Rows=64\ Cols=64* ]] || elaborate "$module" $words
  count=$((count + 1))
done <<EOT
itg_mac_cell
itg_mac_cell AW=4 BW=4 AccW=16
itg_mac_cell AW=8 BW=4 AccW=32
itg_mac_drain
itg_mac_drain Rows=2 AccW=16
itg_mac_drain Rows=5 AccW=32
itg_mac_drain Rows=64 AccW=32
itg_mac_array Rows=2 Cols=2 AW=4 BW=4 AccW=16
itg_mac_array Rows=4 Cols=4
itg_mac_array Rows=3 Cols=5 AW=5 BW=7 AccW=24
itg_mac_array Rows=64 Cols=64
EOT
for file in "$twins"/*.sv; do
  grep -q "^module $(basename "$file" .sv) " "$file" || { echo "$file: another module"; exit 1; }
done

mkdir "$scratch/rtl"
cp "$twins"/*.sv "$scratch/rtl"
sed -i 's/= bank_i ? acc0_q : acc1_q/= bank_i ? acc0_q[7:0] : acc1_q/' "$scratch/rtl/itg_mac_cell.sv"
if lint "$scratch/rtl" itg_mac_cell >"$scratch/log" 2>&1; then
  echo "twin_lint_test.sh: a width that does not fit was not found"
  exit 1
fi
grep -q WIDTH "$scratch/log" || { echo "twin_lint_test.sh: failed for another reason"; cat "$scratch/log"; exit 1; }
echo "$count elaborations of the twins are clean; a fault is found"
