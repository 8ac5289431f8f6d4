#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does a training give the same weights whoever compiled the program and whatever the CPU can do?
# Builds it with GCC and with Clang, and runs a few short trainings with both, with every kernel, and
# with oneDNN held to older instruction sets. Takes minutes.
#
#   scripts/same_digest.sh           builds, then compares
set -euo pipefail
cd "$(dirname "$0")/.."
[[ $# == 0 ]] || { echo "usage: scripts/same_digest.sh" >&2; exit 2; }

out=out/same_digest
rm -rf "$out"
mkdir -p "$out"
presets=(program clang)
for preset in "${presets[@]}"; do
  scripts/quiet.sh "build/$preset.log" cmake --preset "$preset"
  scripts/quiet.sh "build/$preset.log" cmake --build --preset "$preset" --target intaglio
done

# Random images of MNIST's size; what is computed does not depend on sense.
python3 - "$out" <<'END'
import random, struct, sys
draw = random.Random(1)
for name, count in (("train", 192), ("test", 64)):
    with open(f"{sys.argv[1]}/{name}_images", "wb") as file:
        file.write(struct.pack(">4I", 0x803, count, 28, 28) + draw.randbytes(784 * count))
    with open(f"{sys.argv[1]}/{name}_labels", "wb") as file:
        file.write(struct.pack(">2I", 0x801, count) + bytes(draw.choices(range(10), k=count)))
END
cat >"$out/residual.json" <<'END'
{
  "data": {"source": "digits", "train_limit": 320, "test_limit": 80},
  "network": [{"conv": 40, "kernel": 3, "padding": 1}, "relu",
              {"residual": [{"conv": 40, "kernel": 3, "padding": 1}, "relu",
                            {"conv": 40, "kernel": 3, "padding": 1}]}, "relu",
              {"max_pool": 3, "stride": 2, "padding": 1},
              {"residual": [{"conv": 48, "kernel": 3, "stride": 2, "padding": 1}],
               "shortcut": [{"conv": 48, "kernel": 1, "stride": 2}]}, "relu",
              {"average_pool": 2}, "dropout", {"linear": "classes"}],
  "batch": 64, "epochs": 2, "mu": 4, "seed": 3
}
END
lenet=(--config lenet --set data.source=idx --set data.classes=10 --set epochs=2 --set 'mu=[5,4]')
for name in {train,test}_{images,labels}; do lenet+=(--set "data.$name=$out/$name"); done
stochastic=(--set rounding.activation=stochastic --set rounding.error=stochastic)
declare -A trainings=(
  [digits]='--config digits --set epochs=3 --set mu=[5,4,3]'
  [digits_12_bits]='--config digits --set epochs=2 --set mu=4 --set bits.activation=12 --set bits.weight=11
    --set bits.error=12 --set bits.gradient=12 --set bits.accumulator=40'
  [digits_narrow]='--config digits --set epochs=2 --set mu=3 --set bits.error=6 --set bits.accumulator=20
    --set bits.master=true'
  [lenet]="${lenet[*]}"
  [residual]="--config $out/residual.json"
  [residual_stochastic]="--config $out/residual.json ${stochastic[*]}"
)
# What the environment says, for each program.
choices=('ITG_KERNEL=auto OMP_NUM_THREADS=1' 'ITG_KERNEL=auto OMP_NUM_THREADS=2'
         'ITG_KERNEL=onednn' 'ITG_KERNEL=portable' 'ITG_KERNEL=reference')
for most in SSE41 AVX2 AVX512_CORE AVX512_CORE_VNNI; do
  choices+=("ITG_KERNEL=onednn ONEDNN_MAX_CPU_ISA=$most")
done

digest() {  # digest TRAINING PRESET CHOICE: SHA-256 of the weights
  local options
  read -ra options <<<"$(tr '\n' ' ' <<<"${trainings[$1]}")"
  # shellcheck disable=SC2086  # the choice is several assignments
  env $3 "build/$2/sw/intaglio" train "${options[@]}" --out "$out/run" >"$out/log" 2>&1 || { cat "$out/log" >&2; return 1; }
  python3 -c "import json; print(json.load(open('$out/run/report.json'))['weights']['sha256'])"
}

compared=0 different=0
for training in "${!trainings[@]}"; do
  expected=
  for preset in "${presets[@]}"; do
    for choice in "${choices[@]}"; do
      got=$(digest "$training" "$preset" "$choice")
      [[ ${#got} == 64 ]] || { echo "no digest: $training, $preset, $choice"; exit 1; }
      expected=${expected:-$got}
      compared=$((compared + 1))
      [[ $got == "$expected" ]] && continue
      echo "  DIFFERENT: $training, build $preset, $choice: weights $got, elsewhere $expected"
      different=$((different + 1))
    done
  done
  echo "  $training: $expected"
done
((different == 0)) || { echo "same digest: $different of $compared trainings differ"; exit 1; }
echo "same digest: ${#trainings[@]} trainings, $compared runs, ${#presets[@]} compilers, all alike"
