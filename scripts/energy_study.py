#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
#
# Tables and a picture from the runs of energy_study.sh: energy of a training step by component and
# by phase.
#
#   scripts/energy_study.py RUNS PICTURE --nets NET... --widths BITS...

import argparse
import collections
import json
import pathlib

import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plot

COMPONENTS = ["mac", "rounding", "scratchpad", "accumulator", "dram", "clock", "control", "leakage"]
COLOURS = ["#4269d0", "#efb118", "#3ca951", "#6cc5b0", "#9c6b4e", "#ff725c", "#a463f2", "#9498a0"]
PHASES = ["forward", "loss", "error", "gradient", "update"]


def step_energy(report, key):
    """Microjoules of a training step by component and by phase."""
    steps = report["simulation"]["steps"]
    components, phases = collections.Counter(), collections.Counter()
    for layer in report["layers"].values():
        for command in layer.get("commands", {}).values():
            for component, energy in command.get(key, {}).items():
                components[component] += energy / steps / 1e6
                phases[command["phase"]] += energy / steps / 1e6
    return components, phases


def read(folder, nets, widths):
    """(net, table, label) -> (components, phases, accuracy) of the runs that are there"""
    rows = {}
    for net in nets:
        for table in ("derived", "published"):
            for bits in widths:
                path = pathlib.Path(f"{folder}/{net}_{bits}/{table}/report.json")
                if not path.exists():
                    continue
                report = json.loads(path.read_text(encoding="utf-8"))
                accuracy = report["accuracy"]["test"]
                fp32 = step_energy(report, "energy_pj_fp32_by_component")
                if bits == max(widths) and fp32[0]:
                    rows[net, table, "fp32"] = (*fp32, None)
                rows[net, table, str(bits)] = (
                    *step_energy(report, "energy_pj_by_component"), accuracy)
    return rows


def print_tables(rows):
    for names, index in ((COMPONENTS, 0), (PHASES, 1)):
        print("| network | table | bits | total | " + " | ".join(names) + " | accuracy |")
        print("|---" * (len(names) + 5) + "|")
        for (net, table, label), row in rows.items():
            values = [f"{row[index][name]:.2f}" for name in names]
            accuracy = "" if row[2] is None else f"{100 * row[2]:.1f} %"
            total = sum(row[index].values())
            print(f"| {net} | {table} | {label} | {total:.2f} | " + " | ".join(values) +
                  f" | {accuracy} |")
        print()


def draw(rows, nets, picture):
    matplotlib.rcParams["svg.hashsalt"] = "intaglio"
    tables = [t for t in ("derived", "published") if any(key[1] == t for key in rows)]
    figure, grid = plot.subplots(len(nets), len(tables), squeeze=False,
                                 figsize=(4.5 * max(2, len(tables)), 3.2 * len(nets)))
    for line, net in zip(grid, nets):
        for axes, table in zip(line, tables):
            labels = [label for (n, t, label) in rows if (n, t) == (net, table)]
            base = [0.0] * len(labels)
            for name, colour in zip(COMPONENTS, COLOURS):
                heights = [rows[net, table, label][0][name] for label in labels]
                if any(heights):
                    axes.bar(labels, heights, bottom=base, color=colour, label=name, width=0.7)
                base = [low + height for low, height in zip(base, heights)]
            about = "gates, 0.18 um" if table == "derived" else "published, 45 nm"
            axes.set_title(f"{net}: {about}", fontsize=10)
            axes.set_xlabel("bits")
            axes.set_ylabel("µJ a training step")
            axes.spines[["top", "right"]].set_visible(False)
    handles, names = grid[0][0].get_legend_handles_labels()
    figure.legend(handles, names, loc="lower center", ncol=len(names), frameon=False, fontsize=8)
    figure.tight_layout(rect=(0, 0.04, 1, 1))
    figure.savefig(picture, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("runs")
    parser.add_argument("picture")
    parser.add_argument("--nets", nargs="+", required=True)
    parser.add_argument("--widths", nargs="+", type=int, required=True)
    options = parser.parse_args()
    rows = read(options.runs, options.nets, options.widths)
    print_tables(rows)
    draw(rows, options.nets, options.picture)


if __name__ == "__main__":
    main()
