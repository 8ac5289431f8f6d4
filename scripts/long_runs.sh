#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The long part of scripts/test.sh --full: random programs by the thousand on every hardware
# configuration, the recorded steps, whole training runs whose accuracy and weights are checked, and
# the same weights from other compilers and kernels. MNIST is read from data/mnist, or from beside
# the source tree; without it that part is skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
program=build/release/sw/intaglio
out=out/long
failures=0

check() {  # check NAME COMMAND...: runs it, shows the last line, counts the failure
  local name=$1 start=$SECONDS result=ok log=$out/$1.log
  shift
  "$@" >"$log" 2>&1 || { result="FAILED (exit $?, log: $log)"; failures=$((failures + 1)); }
  printf '  %-28s %4d s  %s: %s\n' "$name" $((SECONDS - start)) "$result" "$(tail -n 1 "$log")"
}

report() { python3 -c "import json; print(json.load(open('$out/$1/report.json'))$2)"; }

require() {  # require NAME EXPRESSION WHAT: Python; fails when it is false
  python3 -c "import sys; sys.exit(not ($2))" && { echo "    $3"; return; }
  echo "    FAILED: $1: $3"
  failures=$((failures + 1))
}

train() {  # train NAME OPTIONS...: report in $out/NAME
  local name=$1
  shift
  check "$name" "$program" train --out "$out/$name" "$@"
}

accuracy_at_least() {  # accuracy_at_least NAME BOUND
  local reached
  reached=$(report "$1" "['accuracy']['test']")
  require "$1" "${reached:-0} >= $2" "test accuracy ${reached:-unknown}, at least $2"
}

same_weights() {  # same_weights NAME NAME
  local first second
  first=$(report "$1" "['weights']['sha256']") second=$(report "$2" "['weights']['sha256']")
  require "$1" "len('$first') == 64 and '$first' == '$second'" "weights $first, on golden $second"
}

mkdir -p "$out"
echo "random programs"
for hw in tiny base odd tests/house/hw/*.json; do
  check "compare_$(basename "$hw" .json)" "$program" compare --hw "$hw" --programs 1000 --seed 7
done

echo "recorded steps"
for folder in ../shared/vectors/niti/*/; do
  [[ -d $folder ]] || { echo "  skipped: no recordings beside the source tree"; break; }
  name=$(basename "$folder")
  check "replay_golden_$name" "$program" replay "$folder"
  check "replay_rtl_$name" "$program" replay "$folder" --machine rtl --hw base
done

echo "training"
for seed in 1 2 3; do
  train "digits_$seed" --config digits --machine rtl --hw base --check --seed "$seed"
  accuracy_at_least "digits_$seed" 0.95
  require "digits_$seed" "$(report "digits_$seed" "['compare']['mismatches']") == 0" "no mismatch"
done
mnist=
for folder in data/mnist ../shared/datasets/mnist; do
  [[ -f $folder/train-images-idx3-ubyte.gz ]] && mnist=$folder && break
done
for seed in 1 2 3; do
  [[ $mnist ]] || { echo "  skipped: no MNIST; scripts/get_data.sh fetches it"; break; }
  options=(--config mnist_mlp --set "data.folder=$mnist" --seed "$seed")
  train "mnist_golden_$seed" "${options[@]}" --machine golden
  train "mnist_rtl_$seed" "${options[@]}" --machine rtl --hw base
  accuracy_at_least "mnist_rtl_$seed" 0.974
  same_weights "mnist_rtl_$seed" "mnist_golden_$seed"
  train "lenet_$seed" --config lenet --set "data.folder=$mnist" --seed "$seed"
  accuracy_at_least "lenet_$seed" 0.99
done
if [[ $mnist ]]; then
  # The network of PocketNN (784-100-50-10), as many epochs: it reports 96.43 %.
  train pocketnn --config mnist_mlp --set "data.folder=$mnist" --set network=mlp_2 --set epochs=3 \
    --set 'mu=[4,2,1]'
  accuracy_at_least pocketnn 0.9644
fi

echo "convolutional training on the RTL, every command compared"
if [[ $mnist ]]; then
  train lenet_rtl --config lenet --machine rtl --hw base --check --set epochs=1 \
    --set "data.folder=$mnist"
fi
if [[ -d data/cifar10 ]]; then
  for network in vgg_small_7 resnet18; do
    train "${network}_rtl" --config $network --machine rtl --hw base --check --set epochs=1 \
      --set batch=4 --set data.train_limit=8 --set data.test_limit=4 --set data.folder=data/cifar10
  done
else
  echo "  skipped: no CIFAR-10; scripts/get_data.sh fetches it"
fi

echo "explorations on a cluster"
if [[ $(id -u) -eq 0 ]]; then
  check slurm scripts/slurm_study.sh
else
  echo "  skipped: needs root"
fi

echo "compilers and kernels"
check same_digest scripts/same_digest.sh

((failures == 0)) || { echo "long runs: $failures failures"; exit 1; }
echo "long runs: all passed"
