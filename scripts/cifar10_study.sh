#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# VGG-small-7 on CIFAR-10 in integers: ten epochs beside the log of NITI's authors, then a short
# schedule that ends with small updates. What docs/results_cifar10.md shows.
#
#   scripts/cifar10_study.sh [--data DIR] [--name NAME] [--picture FILE]
#
# DIR holds CIFAR-10's binary files (default: data/cifar10, fetched if need be), NAME is what the
# reports call them. Takes hours; started again after any interruption it continues.
set -euo pipefail
cd "$(dirname "$0")/.."

data=data/cifar10 name=CIFAR-10 picture=out/cifar10/accuracy.svg
while (($#)); do
  case $1 in
    --data) data=${2:?folder} ;;
    --name) name=${2:?name} ;;
    --picture) picture=${2:?file} ;;
    *) echo "usage: scripts/cifar10_study.sh [--data DIR] [--name NAME] [--picture FILE]" >&2; exit 2 ;;
  esac
  shift 2
done

scripts/setup.sh --run python3-matplotlib
[[ $data != data/cifar10 ]] || scripts/get_data.sh cifar10
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program

build/program/sw/intaglio train --config vgg_small_7 --resume out/cifar10 --checkpoint-every 50 \
  --set "data.folder=$data" --set "data.name=$name" \
  --set epochs=17 --set 'mu=[5,5,5,5,5,5,5,5,5,5,4,4,4,3,3,2,2]'
/usr/bin/python3 scripts/plot_accuracy.py "$picture" "VGG-small-7 in integers=out/cifar10"
echo "picture: $picture"
