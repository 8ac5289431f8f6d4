#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Output-stationary against weight-stationary for the products of training: docs/dataflow.md.

Use: dataflow_study.py REPORT_JSON...     (reports of intaglio train --machine rtl)

The products of a report's network are worked out from its layers. For the output-stationary array
that we have, the worked cycles must equal those the RTL counted, command by command, else this
stops; so the same shapes can be trusted for an array that we do not have.
"""

import json
import sys
from pathlib import Path

NETWORKS = Path(__file__).resolve().parent.parent / "sw" / "networks"
INPUTS = {"mnist": (28, 28, 1), "cifar10": (32, 32, 3), "digits": (8, 8, 1)}


def tiles(size, step):
    return -(-size // step)


def shapes(report):
    """(layer, opcode, M, N, K) of each product of a training step: sums M x N, K long."""
    network = report["configuration"]["network"]
    if isinstance(network, str):
        network = json.loads((NETWORKS / f"{network}.json").read_text())["layers"]
    batch = report["configuration"]["batch"]
    height, width, channels = INPUTS[report["data"]["name"]]
    counts = {}
    for layer in network:
        if isinstance(layer, str):
            continue
        kind = next(key for key in ("conv", "linear", "max_pool", "avg_pool") if key in layer)
        if kind.endswith("pool"):
            height, width = height // layer[kind], width // layer[kind]
            continue
        name = "conv" if kind == "conv" else "fc"
        counts[name] = counts.get(name, 0) + 1
        out = report["data"]["classes"] if layer[kind] == "classes" else layer[kind]
        if kind == "conv":
            taps = layer["kernel"] ** 2
            grow = 2 * layer.get("padding", 0) - layer["kernel"]
            new = [(size + grow) // layer.get("stride", 1) + 1 for size in (height, width)]
            pixels, old = batch * new[0] * new[1], batch * height * width
            first = len(counts) == 1 and counts[name] == 1
            height, width = new
        else:
            taps, pixels, old, first = 1, batch, batch, not counts.get("conv") and counts[name] == 1
            channels *= height * width
            height = width = 1
        layer_name = f"{name}{counts[name]}"
        yield layer_name, "forward", pixels, out, taps * channels
        if not first:  # nothing asks for the error of the images
            yield layer_name, "error", old, channels, taps * out
        yield layer_name, "gradient", taps * channels, out, pixels
        channels = out


def counted(report, layer, opcode):
    kinds = report["layers"][layer]["commands"]
    return sum(c["array_cycles"] for kind, c in kinds.items() if kind.startswith(opcode))


def study(report):
    rows, cols = report["hardware"]["rows"], report["hardware"]["cols"]
    steps = report["simulation"]["steps"]
    macs = output = weight = loads = partial = 0
    for layer, opcode, m, n, k in shapes(report):
        ours = steps * tiles(m, rows) * tiles(n, cols) * k
        if ours != counted(report, layer, opcode):
            sys.exit(f"dataflow_study.py: {layer} {opcode}: {ours} cycles worked out, "
                     f"{counted(report, layer, opcode)} counted")
        macs += steps * m * n * k
        output += ours
        # Either operand may stay in the array, rows of it for K; the other streams past.
        stay, stream = min(((n, m), (m, n)), key=lambda pair: tiles(pair[0], cols) * pair[1])
        cycles = steps * tiles(k, rows) * tiles(stay, cols) * stream
        weight += cycles
        loads += steps * tiles(k, rows) * tiles(stay, cols) * rows
        # A word of partial sums is written each cycle, and read but for the first rows of K.
        partial += 2 * cycles - steps * tiles(stay, cols) * stream
    return macs, output, weight, loads, partial


def main():
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} REPORT_JSON...")
    print("| step of | dataflow | array cycles | use at most | scratchpad reads | "
          "accumulator SRAM, reads and writes | their energy, uJ |")
    print("|---|---|---|---|---|---|---|")
    for path in sys.argv[1:]:
        report = json.loads(Path(path).read_text())
        macs, output, weight, loads, partial = study(report)
        memory, energy = report["memory"], report["energy_pj"]
        peak = report["hardware"]["rows"] * report["hardware"]["cols"]
        pad = energy["scratchpad"] / (memory["scratchpad_reads"] + memory["scratchpad_writes"])
        acc = energy["accumulator"] / (memory["accumulator_reads"] + memory["accumulator_writes"])
        # Evaluation is in the report's totals: of the accumulators, the share of its array cycles.
        share = output / report["array"]["array_cycles"]
        train = report["cycles"]["training"] / report["cycles"]["total"]
        drains = (memory["accumulator_reads"] + memory["accumulator_writes"]) * train * share
        name = f"{report['configuration']['source']}, batch {report['configuration']['batch']}"
        for flow, cycles, reads, sums in (
                ("output-stationary", output, 2 * output, drains),
                ("weight-stationary", weight, weight + loads, partial)):
            print(f"| {name} | {flow} | {cycles:,} | {macs / peak / cycles:.1%} | {reads:,} | "
                  f"{int(sums):,} | {(reads * pad + sums * acc) * 1e-6:,.0f} |")


if __name__ == "__main__":
    main()
