#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Energy of a training step of the MNIST MLP and of LeNet, in integers of 8 to 4 bits and in fp32,
# from the gates of the RTL (intaglio power) and from published energies. What docs/results_energy.md
# shows.
#
#   scripts/energy_study.sh [--data DIR] [--nets "NET..."] [--widths "BITS..."] [--images N]
#                           [--out DIR] [--picture FILE]
#
# DIR of --data holds MNIST (default: data/mnist, fetched if need be). N: training images of one
# epoch. A part that is finished is not repeated.
set -euo pipefail
cd "$(dirname "$0")/.."

data=data/mnist nets="mnist_mlp lenet" widths="8 7 6 5 4" images=6400 out=out/energy
picture=docs/energy.svg
while (($#)); do
  case $1 in
    --data) data=${2:?folder} ;;
    --nets) nets=${2:?networks} ;;
    --widths) widths=${2:?widths} ;;
    --images) images=${2:?number} ;;
    --out) out=${2:?folder} ;;
    --picture) picture=${2:?file} ;;
    *) sed -n '/^#   scripts/,/^$/s/^# *//p' "$0" >&2; exit 2 ;;
  esac
  shift 2
done

scripts/setup.sh --run python3-matplotlib yosys opensta qflow-tech-osu018
[[ $data != data/mnist ]] || scripts/get_data.sh mnist
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program
intaglio=build/program/sw/intaglio

for bits in $widths; do
  mkdir -p "$out"
  sed -E "s/(_bits\": )8/\1$bits/; s/\"name\": \"base\"/\"name\": \"base_$bits\"/" \
    rtl/configs/base.json > "$out/base_$bits.json"
  mu=$((bits - 2 < 5 ? bits - 2 : 5))
  for net in $nets; do
    run=$out/${net}_$bits
    settings=(--config "$net" --hw "$out/base_$bits.json" --set "data.folder=$data"
      --set epochs=1 --set "mu=$mu" --set "data.train_limit=$images")
    [[ -e $run/energy.json ]] ||
      $intaglio power "${settings[@]}" --steps 2 --out "$run" > "$run.txt"
    [[ -e $run/derived/report.json ]] ||
      $intaglio train --machine cycle "${settings[@]}" --energy "$run/energy.json" \
        --out "$run/derived" > /dev/null
    [[ -e $run/published/report.json ]] ||
      $intaglio train --machine cycle "${settings[@]}" --out "$run/published" > /dev/null
  done
done
/usr/bin/python3 scripts/energy_study.py "$out" "$picture" --nets $nets --widths $widths
