#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The measurements of scripts/bench.sh."""

import argparse
import json
import os
import platform
import random
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench_steps

GOLDEN_IMAGES, RTL_IMAGES = 60000, 12800


def write_images(folder, count):
    """Two idx files of random images and labels; the options that name them."""
    draw = random.Random(1)
    images, labels = folder / f"images{count}", folder / f"labels{count}"
    images.write_bytes(struct.pack(">4I", 0x803, count, 28, 28) + draw.randbytes(784 * count))
    labels.write_bytes(struct.pack(">2I", 0x801, count) + bytes(draw.choices(range(10), k=count)))
    return images, labels


def config_file(folder, count, epochs):
    train, test = write_images(folder, count), write_images(folder, 256)
    path = folder / f"config{count}.json"
    path.write_text(json.dumps({
        "data": {"source": "idx", "train_images": str(train[0]), "train_labels": str(train[1]),
                 "test_images": str(test[0]), "test_labels": str(test[1]), "classes": 10},
        "network": [{"linear": 100}, "relu", {"linear": 10}],
        "batch": 64, "epochs": epochs, "mu": [5] * epochs, "seed": 1}))
    return path


def train(program, config, folder, *options, **environment):
    """The report of a training run, and the wall time of the whole program."""
    start = time.perf_counter()
    done = subprocess.run([program, "train", "--config", str(config), "--out", str(folder / "out"),
                           *options], env={**os.environ, **environment}, capture_output=True,
                          text=True, check=False)
    if done.returncode:
        sys.exit(f"bench.py: {' '.join(done.args)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return json.loads((folder / "out/report.json").read_text()), time.perf_counter() - start


def golden(program, config, folder):
    rates = {str(threads): train(program, config, folder, "--machine", "golden",
                                 OMP_NUM_THREADS=str(threads))[0]["simulation"]["images_per_second"]
             for threads in (1, 2)}
    return {"images_per_second": round(max(rates.values())),
            "by_threads": {threads: round(rate) for threads, rate in rates.items()}}


def rtl(program, config, folder):
    report = train(program, config, folder, "--machine", "rtl", "--hw", "base")[0]
    speed = report["simulation"]
    return {"hardware": "base", "steps": speed["steps"], "array_use": report["array"]["use"],
            "cycles_per_second": round(speed["cycles_per_second"]),
            "macs_per_second": round(speed["macs_per_second"]),
            "images_per_second": round(speed["images_per_second"])}


def plugin_builds(program, config, folder):
    """Seconds to build the plug-in of `base` with empty and with full compiler cache."""
    short = ["--machine", "rtl", "--hw", "base", "--set", "data.train_limit=64"]
    places = {"CCACHE_DIR": str(folder / "ccache")}
    seconds = {}
    for name in ("cold", "warm"):
        places["ITG_CACHE_DIR"] = str(folder / name)
        first = train(program, config, folder, *short, **places)[1]
        again = train(program, config, folder, *short, **places)[1]
        seconds[name] = round(first - again, 2)
    return seconds


def torch():
    done = subprocess.run(["/usr/bin/python3", "scripts/bench_torch.py"], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        sys.exit("bench.py: " + done.stderr)
    return json.loads(done.stdout)


def cpu_name():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="intaglio")
    parser.add_argument("bench", help="golden_bench")
    parser.add_argument("--torch", action="store_true", help="PyTorch beside it")
    parser.add_argument("--quick", action="store_true", help="few images, no RTL: to test the form")
    return parser.parse_args()


def compare(result):
    """Adds PyTorch's figures, and ratios to them."""
    result["pytorch"] = torch()
    result["golden_over_pytorch"] = round(result["golden"]["images_per_second"]
                                          / result["pytorch"]["mlp"]["images_per_second"], 2)
    for name, step in result["steps"].items():
        step["over_pytorch"] = round(step["images_per_second"]
                                     / result["pytorch"][name]["images_per_second"], 2)


def main():
    options = arguments()
    revision = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True,
                              text=True, check=False).stdout.strip()
    result = {"revision": revision, "cpu": cpu_name(), "cores": os.cpu_count(),
              "network": "784-100-10", "batch": 64}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not options.quick:
            small = config_file(folder, RTL_IMAGES, 1)
            result["plugin_build_seconds"] = plugin_builds(options.program, small, folder)
            result["rtl"] = rtl(options.program, small, folder)
        large = config_file(folder, 1280 if options.quick else GOLDEN_IMAGES, 3)
        result["golden"] = golden(options.program, large, folder)
    result["steps"] = bench_steps.measure(options.bench, options.quick)
    if options.torch:
        compare(result)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
