#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does the benchmark print one JSON whose figures hang together? A short run: no speed is judged.
#   bench_test.sh PROGRAM GOLDEN_BENCH
set -euo pipefail
[[ -x ${2:-} ]] || { echo "skipped: no golden_bench here; it needs libbenchmark-dev"; exit 77; }

# The network that takes too long here.
grep -qx 'vgg-small-7/64/step/real_time' <<<"$("$2" --benchmark_list_tests)"

python3 scripts/bench.py "$1" "$2" --quick | python3 -c '
import json, sys
result = json.load(sys.stdin)
assert result["cores"] > 0 and result["revision"] and result["cpu"], result
assert set(result["golden"]["by_threads"]) == {"1", "2"}, result
assert result["golden"]["images_per_second"] == max(result["golden"]["by_threads"].values()), result
# What a training step multiplies for an image, by hand: forward, error and gradient products, the
# first layer without an error. LeNet: 576 pixels of 25, 64 of 500, 800 x 500, 500 x 10.
layers = {"mlp": [784 * 100, 100 * 10],
          "lenet5": [576 * 25 * 20, 64 * 500 * 50, 800 * 500, 500 * 10]}
assert set(result["steps"]) == set(layers), result
for name, step in result["steps"].items():
    assert step["macs_per_image"] == 3 * sum(layers[name]) - layers[name][0], (name, step)
    assert set(step["by_threads"]) == {"1", "2"} and min(step["by_threads"].values()) > 0, step
    assert step["images_per_second"] == max(step["by_threads"].values()), step
    expected = step["images_per_second"] * step["macs_per_image"]
    assert abs(step["macs_per_second"] / expected - 1) < .01, step
    peak = max(step["peak_macs_per_second"].values())
    assert 0 < step["of_peak"], step
    assert abs(step["of_peak"] * peak / step["macs_per_second"] - 1) < .1, step
print("of the peak:", {name: step["of_peak"] for name, step in result["steps"].items()})
'
