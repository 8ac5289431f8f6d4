#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Proves that the array as a structure of cells (sim/synth/rtl: itg_mac_array of itg_mac_cell and
# itg_mac_drain), which synthesis maps, does what the loops of rtl/array/itg_mac_array.sv do: with
# the registers of one named as those of the other, every next state and output is equal for every
# state and input. A fault put into a cell must be found.
#
#   twin_test.sh SOURCE_FOLDER
set -euo pipefail
root=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# rename_registers ROWS COLS: "rename" lines that give the twin's registers the names of the loops'.
rename_registers() {
  local row col
  for ((row = 0; row < $1; row++)); do
    for ((col = 0; col < $2; col++)); do
      for bank in 0 1; do
        echo "rename \\gen_col[$col].gen_row[$row].u_cell.acc${bank}_q \\acc${bank}_q[$((row * $2 + col))]"
      done
    done
  done
}

# prove ROWS COLS CELL: yosys' verdict on that size, with the cell of this file.
prove() {
  local parameters="-chparam Rows $1 -chparam Cols $2 -chparam AW 4 -chparam BW 3 -chparam AccW 9"
  cat >"$scratch/prove.ys" <<EOF
read_verilog -sv $root/rtl/array/itg_mac_array.sv
hierarchy -check -top itg_mac_array $parameters
proc; flatten; opt_clean
rename -top gold
design -stash gold
read_verilog -sv $root/sim/synth/rtl/itg_mac_array.sv $3 $root/sim/synth/rtl/itg_mac_drain.sv
hierarchy -check -top itg_mac_array $parameters
proc; flatten; opt_clean
rename -top gate
cd gate
$(rename_registers "$1" "$2")
cd ..
design -stash gate
design -copy-from gold -as gold gold
design -copy-from gate -as gate gate
equiv_make gold gate equiv
hierarchy -top equiv
opt -full
equiv_struct
equiv_simple -undef
equiv_induct -undef
equiv_status -assert
EOF
  yosys -q -s "$scratch/prove.ys" >"$scratch/log" 2>&1
}

# Rows a power of two: of a row that is not there the loops say nothing.
for size in "2 2" "4 3" "2 5"; do
  # shellcheck disable=SC2086
  prove $size "$root/sim/synth/rtl/itg_mac_cell.sv" ||
    { echo "twin_test.sh: not proven equal at $size:"; tail -n 5 "$scratch/log"; exit 1; }
done

sed 's/en_i && bank_i/en_i \&\& !bank_i/' "$root/sim/synth/rtl/itg_mac_cell.sv" >"$scratch/itg_mac_cell.sv"
cmp -s "$root/sim/synth/rtl/itg_mac_cell.sv" "$scratch/itg_mac_cell.sv" && { echo "no fault was put in"; exit 1; }
if prove 2 2 "$scratch/itg_mac_cell.sv"; then
  echo "twin_test.sh: a faulty cell was proven equal"
  exit 1
fi
grep -q 'Found .* unproven' "$scratch/log" || { echo "twin_test.sh: failed for another reason"; tail "$scratch/log"; exit 1; }
echo "the twin of the array is equal to it at 2x2, 4x3, 2x5; a fault is found"
