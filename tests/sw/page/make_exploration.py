#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a database as intaglio explore does, with made-up but plausible numbers, for tests of the
report page: make_exploration.py DATABASE [POINTS]. The tables are those of sw/explore/schema.sql.
The same call writes the same content. One name holds what HTML and CSV would trip over."""

import json
import math
import random
import sqlite3
import sys

NASTY = '</script><b>"it\'s, 5 < 6"</b>'
LAYERS = (("fc1", 784 * 100), ("fc2", 100 * 10))
SCHEMA = """
CREATE TABLE space (key TEXT PRIMARY KEY, value);
CREATE TABLE points (id INTEGER PRIMARY KEY, config TEXT, hardware TEXT, status TEXT, error TEXT,
  accuracy_mean REAL, accuracy_spread REAL, cycles INTEGER, energy_pj REAL, area_um2 REAL,
  clock_mhz REAL, time_to_target_s REAL, energy_to_target_j REAL, array_use REAL, digest TEXT);
CREATE TABLE settings (point INTEGER, key TEXT, value);
CREATE TABLE runs (point INTEGER, seed INTEGER, accuracy REAL, digest TEXT, epochs INTEGER);
CREATE TABLE epochs (point INTEGER, seed INTEGER, epoch INTEGER, loss REAL, train_accuracy REAL,
  test_accuracy REAL);
CREATE TABLE layers (point INTEGER, layer TEXT, command TEXT, phase TEXT, cycles INTEGER,
  terms TEXT, macs INTEGER, bytes INTEGER, energy TEXT);
CREATE TABLE ranges (point INTEGER, layer TEXT, tensor TEXT, role TEXT, bits INTEGER,
  used_bits INTEGER, saturation REAL);
CREATE TABLE steps (step INTEGER PRIMARY KEY, generation INTEGER, point INTEGER, reason TEXT,
  parents TEXT);
CREATE TABLE confirmations (point INTEGER, commands INTEGER, elements INTEGER, mismatches INTEGER,
  cycle_difference INTEGER);
"""


def insert(db, table, *values):
    db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)


def breakdown(db, point, size, bits):
    """Cycles and energy of the commands; their sums."""
    cycles = energy = 0
    for layer, macs in LAYERS:
        for command, phase in (("forward+requantise", "forward"), ("error+requantise", "error"),
                               ("gradient+update", "gradient")):
            stream = 32 * macs * 1800 // (size * size)
            terms = {"fetch": 90000, "fill": stream // 7, "stream": stream, "stall": stream // 11,
                     "drain": 8000, "second_pass": stream // 5, "write_back": 30000}
            parts = {"mac": macs * bits * bits * 3.1, "scratchpad": macs * 20.5, "accumulator":
                     macs * 80.25, "dram": macs * 310.0, "rounding": macs * 0.5}
            insert(db, "layers", point, layer, command, phase, sum(terms.values()),
                   json.dumps(terms), 32 * macs * 1800, macs * 900, json.dumps(parts))
            cycles += sum(terms.values())
            energy += sum(parts.values())
    return cycles, energy


def trainings(db, draw, point, bits, mode):
    """Two seeds of five epochs; the accuracies at the end."""
    best = 97 - 40 * math.exp(-0.9 * (min(bits.values()) - 2)) - (0.6 if mode == "nearest" else 0)
    ends = []
    for seed in (1, 2):
        for epoch in range(1, 6):
            accuracy = best - 30 * math.exp(-epoch) + draw.uniform(-0.4, 0.4)
            insert(db, "epochs", point, seed, epoch, 2.3 * math.exp(-0.5 * epoch),
                   accuracy + 0.8, accuracy)
        ends.append(accuracy)
        insert(db, "runs", point, seed, accuracy, f"{point:08x}{seed:056x}", 5)
    for layer, _ in LAYERS:
        for role, width in bits.items():
            insert(db, "ranges", point, layer, f"{layer}.{role}", role, width,
                   max(2, width - draw.randrange(3)), draw.choice((0, 0, 0.00125)))
    return ends


def add_point(db, draw, point):
    bits = {role: draw.randint(4, 8) for role in ("activation", "weight", "error", "gradient")}
    size = draw.choice((8, 16, 32))
    mode = draw.choice(("nearest", "stochastic", NASTY))
    settings = {**{f"bits.{role}": width for role, width in bits.items()}, "hw.rows": size,
                "rounding.gradient": mode}
    hardware = {"name": f"{size}x{size}", "rows": size, "cols": size, "bus_bytes": 16,
                "memory_bytes_per_cycle": 0}
    for key, value in settings.items():
        insert(db, "settings", point, key, value)
    insert(db, "steps", point, (point - 1) // 50, point,
           f"child of the front in generation {(point - 1) // 50}", json.dumps([1, max(1, point - 1)]))
    if point % 97 == 0:
        nothing = [None] * 9
        insert(db, "points", point, json.dumps({"bits": bits}), json.dumps(hardware), "failed",
               f"the worker ended by signal 9 {NASTY}", *nothing, f"{point}")
        return
    cycles, energy = breakdown(db, point, size, sum(bits.values()) / 4)
    ends = trainings(db, draw, point, bits, mode)
    area = size * size * 400.0 * sum(bits.values()) / 4 + 900000
    clock = 180.0 - size
    insert(db, "points", point, json.dumps({"bits": bits, "rounding": mode}), json.dumps(hardware),
           "done", None, sum(ends) / 2, abs(ends[0] - ends[1]), cycles, energy, area, clock,
           cycles / clock / 1e6 if ends[0] > 94 else None, energy * 1e-12 if ends[0] > 94 else None,
           min(0.95, 32 * 6 * 79400 * 1800 / cycles / size / size), f"{point}")
    if point % 100 == 1:
        insert(db, "confirmations", point, 24, 123456 + point, 0, 0)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(f"usage: {sys.argv[0]} DATABASE [POINTS]")
    points = int(sys.argv[2]) if len(sys.argv) == 3 else 1000
    draw = random.Random(1)
    with sqlite3.connect(sys.argv[1]) as db:
        db.executescript(SCHEMA)
        for key, value in (("name", f"widths {NASTY}"), ("search", "pareto"), ("seeds", "[1, 2]"),
                           ("objectives", '["accuracy", "energy", "cycles"]')):
            insert(db, "space", key, value)
        for point in range(1, points + 1):
            add_point(db, draw, point)


if __name__ == "__main__":
    main()
