# SPDX-License-Identifier: Apache-2.0
"""Whole training steps of the golden model, and the matrix products of the same steps by themselves.

A figure is the median of several runs of golden_bench. The int8 matrix peak is the most that any
kernel reaches on the products of the step, operands lying ready, with any number of threads.
"""

import json
import os
import subprocess
import sys

BATCH = 64
# Name in the result (and of bench_torch.py): name in golden_bench.
NETWORKS = {"mlp": "mlp", "lenet5": "lenet", "vgg_small_7": "vgg-small-7"}
QUICK = ("mlp", "lenet5")
KERNELS = {"onednn": "products, oneDNN", "tiles": "products, tiles"}


def medians(bench, network, threads, quick):
    """Of golden_bench's lines about a network: {what it measures: its JSON object}."""
    prefix = f"{network}/{BATCH}/"
    command = [bench, f"--benchmark_filter=^{prefix}(step|products, .*)/real_time$",
               "--benchmark_format=json", "--benchmark_report_aggregates_only=true",
               f"--benchmark_repetitions={2 if quick else 5}",
               f"--benchmark_min_time={0.001 if quick else 0.5}"]
    done = subprocess.run(command, env={**os.environ, "OMP_NUM_THREADS": str(threads)},
                          capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench_steps.py: {' '.join(command)}\n{done.stderr[-2000:]}")
    return {line["run_name"].split("/")[2]: line
            for line in json.loads(done.stdout)["benchmarks"] if line["aggregate_name"] == "median"}


def measure(bench, quick):
    """{network: images/s, multiplications/s, the peak of these products and the part reached}."""
    result = {}
    for name, network in NETWORKS.items():
        if quick and name not in QUICK:
            continue
        runs = {threads: medians(bench, network, threads, quick) for threads in (1, 2)}
        rates = {str(threads): run["step"]["items_per_second"] for threads, run in runs.items()}
        products = next(run[key]["multiplications"] for run in runs.values()
                        for key in KERNELS.values() if key in run)
        peaks = {kernel: max(run[key]["items_per_second"] for run in runs.values())
                 for kernel, key in KERNELS.items() if key in runs[1]}
        speed = max(rates.values()) * products / BATCH
        result[name] = {
            "images_per_second": round(max(rates.values()), 1),
            "by_threads": {threads: round(rate, 1) for threads, rate in rates.items()},
            "macs_per_image": round(products / BATCH), "macs_per_second": round(speed),
            "peak_macs_per_second": {kernel: round(peak) for kernel, peak in peaks.items()},
            "of_peak": round(speed / max(peaks.values()), 3)}
    return result
