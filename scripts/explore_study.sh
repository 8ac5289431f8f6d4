#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What docs/results_explore.md shows: explorations of the MLP and LeNet-5 on MNIST, of VGG-small-7 on
# CIFAR-10, and of small accelerators with the area and clock of their gates.
#
#   scripts/explore_study.sh [--mnist DIR] [--cifar10 DIR] [--pictures DIR]
#
# The folders hold MNIST's and CIFAR-10's files (default: data/mnist and data/cifar10, fetched if
# need be). The databases, and the tables as tables.md, go to out/explore. Two hours on two cores;
# started again after any interruption it continues.
set -euo pipefail
cd "$(dirname "$0")/.."

mnist=data/mnist cifar10=data/cifar10 pictures=out/explore
while (($#)); do
  case $1 in
    --mnist) mnist=${2:?folder} ;;
    --cifar10) cifar10=${2:?folder} ;;
    --pictures) pictures=${2:?folder} ;;
    *) echo "usage: scripts/explore_study.sh [--mnist DIR] [--cifar10 DIR] [--pictures DIR]" >&2
       exit 2 ;;
  esac
  shift 2
done

scripts/setup.sh --run python3-matplotlib yosys opensta qflow-tech-osu018
[[ $mnist != data/mnist ]] || scripts/get_data.sh mnist
[[ $cifar10 != data/cifar10 ]] || scripts/get_data.sh cifar10
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program
mkdir -p out/explore/hw "$pictures"

# The hardware of mnist_area: what is synthesised before it is explored is in the database.
for widths in 4_16 4_32 8_16 8_24 8_32; do
  hw=out/explore/hw/tiny_$widths.json
  sed -E -e "s/(\"(activation|weight|error|gradient)_bits\": )[0-9]+/\1${widths%_*}/" \
    -e "s/(\"acc_bits\": )[0-9]+/\1${widths#*_}/" rtl/configs/tiny.json >"$hw"
  build/program/sw/intaglio synth --hw "$hw" --out "${hw%.json}"
done

for space in mnist_widths mnist_area lenet_grid vgg_six; do
  data=$mnist
  [[ $space != vgg_six ]] || data=$cifar10
  build/program/sw/intaglio explore --space $space --set "train.data.folder=$data" \
    --out out/explore/$space
done
/usr/bin/python3 scripts/explore_study.py out/explore "$pictures" >out/explore/tables.md
echo "tables: out/explore/tables.md, pictures: $pictures"
