#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How fast the whole accelerator simulates, built in other ways: compilers, their flags, Verilator's
# options, clock gates left open. Prints the table of docs/simulation_speed.md. Each way is built
# from nothing with a script in front of Verilator or the compiler, then trains some steps of the
# MNIST MLP three times; the table has the median. Variants take turns with the one that ships.
#
#   scripts/speed_study.sh MNIST_DIR [--hw FILE] [--config NAME] [--images N]
# shellcheck disable=SC2016 # back quotes of the table
set -euo pipefail
cd "$(dirname "$0")/.."

usage() { echo "usage: scripts/speed_study.sh MNIST_DIR [--hw FILE] [--config NAME] [--images N]" >&2; exit 2; }
(($#)) || usage
mnist=$1 hw=base config=mnist_mlp images=12800
shift
while (($#)); do
  case $1 in
    --hw) hw=${2:?file} ;;
    --config) config=${2:?name} ;;
    --images) images=${2:?number} ;;
    *) usage ;;
  esac
  shift 2
done

scripts/setup.sh --run >&2
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program
program=$PWD/build/program/sw/intaglio
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 CCACHE_DISABLE=1

front() {  # front VARIANT NAME PROGRAM [FLAG...]: a NAME on $PATH that adds flags when it builds
  mkdir -p "$work/$1/bin"
  printf '#!/bin/sh\ncase "$1" in --version|--getenv) exec "%s" "$@";; esac\nexec "%s" "$@" %s\n' \
    "$(command -v "$2")" "$(command -v "$3")" "${*:4}" >"$work/$1/bin/$2"
  chmod +x "$work/$1/bin/$2"
}

train() {  # train VARIANT: prints million cycles a second
  local share=$PWD
  [[ ! -d $work/$1/share ]] || share=$work/$1/share
  mkdir -p "$work/$1/bin"
  PATH=$work/$1/bin:$PATH ITG_CACHE_DIR=$work/$1/cache ITG_SHARE_DIR=$share "$program" train \
    --config "$config" --machine rtl --hw "$hw" --set epochs=1 --set data.folder="$mnist" \
    --set data.train_limit="$images" --set data.test_limit=64 --out "$work/$1/out" \
    >"$work/$1/log" 2>&1 || { cat "$work/$1/log" >&2; return 1; }
  python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["simulation"]["cycles_per_second"] / 1e6)' \
    "$work/$1/out/report.json"
  rm -rf "$work/$1/out"
}

median() { sort -n | sed -n 2p; }

compare() {  # compare NAME VARIANT: a line of the table
  local ours="" theirs=""
  train "$2" >/dev/null  # builds
  for _ in 1 2 3; do
    theirs+=$(train "$2")$'\n'
    ours+=$(train ships)$'\n'
  done
  awk -v name="$1" -v t="$(median <<<"${theirs%$'\n'}")" -v o="$(median <<<"${ours%$'\n'}")" \
    'BEGIN { printf "| %s | %.2f | %.2f | %.2f |\n", name, t, o, t / o }'
}

train ships >/dev/null
echo '| built with | M cycles/s | ours, in turn | ratio |'
echo '|---|---|---|---|'

mkdir -p "$work/gates"
mkdir "$work/gates/share"
cp -r rtl sim "$work/gates/share"
printf '%s\n' 'module itg_clock_gate (input logic clk_i, input logic en_i, output logic clk_o);' \
  '  logic unused_en;' '  assign unused_en = en_i;' '  assign clk_o = clk_i;' 'endmodule' \
  >"$work/gates/share/rtl/prim/itg_clock_gate.sv"
compare 'clock gates always open' gates
front split verilator verilator -fsplit
compare "Verilator's \`-fsplit\`: processes split by variable" split
front unroll verilator verilator --unroll-count 64
compare '`--unroll-count 64`: the array as single assignments' unroll
front threads verilator verilator --threads 2
compare 'two threads, `--threads 2`' threads
front gcc clang++ g++
compare 'g++ instead of clang++' gcc
front o2 clang++ clang++ -O2
compare '`-O2`' o2
front os clang++ clang++ -Os
compare '`-Os`' os
front wide clang++ clang++ -mprefer-vector-width=512
compare '`-mprefer-vector-width=512`' wide
profdata=$(command -v llvm-profdata-14 || true)
if [[ -n $profdata ]]; then
  front pgo clang++ clang++ "-fprofile-generate=$work/profile"
  train pgo >/dev/null
  "$profdata" merge -o "$work/profdata" "$work/profile"
  rm -rf "$work/pgo"
  front pgo clang++ clang++ "-fprofile-use=$work/profdata" -Wno-profile-instr-unprofiled
  compare 'profile-guided (trained on the same run)' pgo
else
  echo '| profile-guided | no llvm-profdata-14 here | | |'
fi
