#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What bounds each command of a training run on the RTL: a table, and a roofline as a picture.

Use: roofline.py REPORT_JSON [PICTURE.svg]     (the picture needs python3-matplotlib)

A command cannot take fewer cycles than its multiplications need of the array, nor than its bytes
need of the port, which reads and writes at once. The table says how close it comes to either.
"""

import json
import sys


def products(report):
    """Layer, kind and counts of every command that multiplies; the most cycles first."""
    rows = [(layer, kind, counts) for layer, entry in report["layers"].items()
            for kind, counts in entry.get("commands", {}).items() if counts["macs"]]
    return sorted(rows, key=lambda row: -row[2]["cycles"])


def table(report, rows):
    peak = report["hardware"]["rows"] * report["hardware"]["cols"]
    bus = report["hardware"]["bus_bytes"]
    total = report["cycles"]["training"]
    print("| layer | command | share of the cycles | array use | its edges cost | port in use |")
    print("|---|---|---|---|---|---|")
    for layer, kind, counts in rows:
        cycles = counts["cycles"]
        port = max(counts["read_bytes"], counts["written_bytes"]) / bus
        print(f"| {layer} | {kind} | {cycles / total:.1%} | {counts['macs'] / peak / cycles:.1%} | "
              f"{counts['array_cycles'] / cycles - counts['macs'] / peak / cycles:.1%} | "
              f"{port / cycles:.1%} |")
    rest = total - sum(counts["cycles"] for _, _, counts in rows)
    macs = sum(counts["macs"] for _, _, counts in rows)
    print(f"| all others | | {rest / total:.1%} | | | |")
    print(f"| **step** | | | **{macs / peak / total:.1%}** | | |")


def picture(report, rows, path):
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot

    pyplot.rcParams["svg.hashsalt"] = "intaglio"  # the same picture for the same numbers
    peak = report["hardware"]["rows"] * report["hardware"]["cols"]
    bus = report["hardware"]["bus_bytes"]
    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    intensity = [counts["macs"] / max(counts["read_bytes"], counts["written_bytes"])
                 for _, _, counts in rows]
    reached = [counts["macs"] / counts["cycles"] for _, _, counts in rows]
    low, high = min(intensity + [peak / bus]) / 2, max(intensity) * 2
    axes.plot([low, peak / bus, high], [low * bus, peak, peak], color="black",
              label=f"{peak} MAC a cycle, {bus} bytes a cycle each way")
    for opcode, marker in (("forward", "o"), ("error", "s"), ("gradient", "^")):
        chosen = [i for i, row in enumerate(rows) if row[1].startswith(opcode)]
        axes.scatter([intensity[i] for i in chosen], [reached[i] for i in chosen], marker=marker,
                     label=opcode)
    for (layer, _, _), x, y in zip(rows, intensity, reached):
        if y < 0.75 * min(peak, x * bus):  # those below the roof have names
            axes.annotate(layer, (x, y), textcoords="offset points", xytext=(4, -9), fontsize=7)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("useful MACs per byte of the busier direction")
    axes.set_ylabel("useful MACs a cycle")
    axes.grid(alpha=0.3, which="both")
    axes.legend(loc="lower right", fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(f"usage: {sys.argv[0]} REPORT_JSON [PICTURE.svg]")
    with open(sys.argv[1]) as file:
        report = json.load(file)
    rows = products(report) if report.get("hardware") else []
    if not rows:
        sys.exit(f"roofline.py: {sys.argv[1]}: no command of it multiplied on hardware; "
                 "it must be of intaglio train --machine rtl")
    table(report, rows)
    if len(sys.argv) == 3:
        picture(report, rows, sys.argv[2])


if __name__ == "__main__":
    main()
