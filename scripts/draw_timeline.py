#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws a file of `intaglio train --timeline` as a picture for a page; ui.perfetto.dev shows more.

Use: draw_timeline.py TIMELINE_JSON PICTURE.svg

A column of pixels stands for some cycles: commands and the sequencer's states are drawn where they
fill most of one, units as dark as the share of its cycles in which they work.
"""

import html
import json
import sys

LEFT, WIDTH, TRACK, GAP = 130, 820, 22, 6
SHADES = 8
BLUE = ("#eef3fa", "#d3e1f2", "#b3cce8", "#8fb3dc", "#6b99ce", "#4a7fbf", "#2f66aa", "#1b4c8c")
COLOURS = ("#8dd3c7", "#fdb462", "#bebada", "#fb8072", "#80b1d3", "#b3de69", "#fccde5", "#ffed6f",
           "#bc80bd", "#ccebc5", "#d9d9d9", "#e5c494", "#a6cee3", "#cab2d6")


def read(path):
    """Tracks from the top: name and slices."""
    with open(path, encoding="utf-8") as file:
        events = json.load(file)["traceEvents"]
    names = {e["tid"]: e["args"]["name"] for e in events if e["name"] == "thread_name"}
    slices = {tid: [] for tid in sorted(names)}
    for event in events:
        if event["ph"] == "X":
            slices[event["tid"]].append(event)
    return [(names[tid], found) for tid, found in slices.items()]


def text(x, y, words, size=11, anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">'
            f'{html.escape(words)}</text>')


def box(x, y, width, colour, title=""):
    tip = f"<title>{html.escape(title)}</title>" if title else ""
    end = f">{tip}</rect>" if tip else "/>"
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{TRACK}" fill="{colour}"{end}'


def shares(slices, cycles, key):
    """For every column of pixels, the share of its cycles that each key(slice) has."""
    columns = [{} for _ in range(WIDTH)]
    a_cycle = WIDTH / cycles
    for piece in slices:
        first, last = piece["ts"] * a_cycle, (piece["ts"] + piece["dur"]) * a_cycle
        density = piece["args"].get("active_cycles", piece["dur"]) / piece["dur"]
        for x in range(int(first), min(int(last) + 1, WIDTH)):
            part = (min(last, x + 1) - max(first, x)) * density
            columns[x][key(piece)] = columns[x].get(key(piece), 0) + part
    return columns


def runs(values):
    """(first, count, value) of equal neighbours."""
    begin = 0
    for x in range(1, len(values) + 1):
        if x == len(values) or values[x] != values[begin]:
            yield begin, x - begin, values[begin]
            begin = x


def draw_commands(slices, cycles, y):
    for number, piece in enumerate(slices):
        x, width = LEFT + piece["ts"] * WIDTH / cycles, piece["dur"] * WIDTH / cycles
        share = f'{piece["name"]}: {piece["dur"]} cycles, {piece["dur"] / cycles:.1%}'
        yield box(x, y, width, ("#c9d7c0", "#e2e9d8")[number % 2], share)
        words = piece["name"]
        room = int(width / 5.2)
        if len(words) > room:
            words = piece["args"]["layer"]
        if len(words) <= room:
            yield text(x + width / 2, y + 15, words, 10, "middle")


def draw_states(slices, cycles, y, colours):
    columns = shares(slices, cycles, lambda piece: piece["name"])
    for x, count, name in runs([max(c, key=c.get) for c in columns]):
        yield box(LEFT + x, y, count, colours[name], name)


def draw_unit(slices, cycles, y):
    columns = [sum(c.values()) for c in shares(slices, cycles, lambda piece: 0)]
    shade = [0 if share == 0 else 1 + min(int(share * SHADES), SHADES - 1) for share in columns]
    for x, count, value in runs(shade):
        if value:
            yield box(LEFT + x, y, count, BLUE[value - 1])


def axis(cycles, y):
    step = 10 ** len(str(cycles // 10))
    step = next(s for s in (step // 10, step // 5, step // 2, step) if cycles / s <= 12)
    for tick in range(0, cycles + 1, step):
        x = LEFT + tick * WIDTH / cycles
        yield f'<line x1="{x:.1f}" y1="{GAP}" x2="{x:.1f}" y2="{y}" stroke="#bbb" stroke-width="0.5"/>'
        yield text(x, y + 12, f"{tick:,}", 10, "middle")
    yield text(LEFT + WIDTH, y + 26, "cycles", 10, "end")


def main():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} TIMELINE_JSON PICTURE.svg")
    tracks = read(sys.argv[1])
    cycles = sum(piece["dur"] for piece in tracks[0][1])
    if cycles == 0:
        sys.exit(f"{sys.argv[1]}: no command in it")
    longest = {}
    for piece in tracks[1][1]:
        longest[piece["name"]] = longest.get(piece["name"], 0) + piece["dur"]
    states = sorted(longest, key=lambda name: -longest[name])
    colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(states)}
    bottom = GAP + len(tracks) * (TRACK + GAP)
    parts = list(axis(cycles, bottom))
    for number, (name, slices) in enumerate(tracks):
        y = GAP + number * (TRACK + GAP)
        parts.append(text(LEFT - 8, y + 15, name, 11, "end"))
        parts += (draw_commands(slices, cycles, y) if number == 0 else
                  draw_states(slices, cycles, y, colours) if number == 1 else
                  draw_unit(slices, cycles, y))
    x = LEFT
    for name in [name for name in states if longest[name] >= cycles / 500]:
        parts.append(box(x, bottom + 34, 14, colours[name]))
        words = f"{name} {longest[name] / cycles:.1%}"
        parts.append(text(x + 18, bottom + 49, words, 10))
        x += 36 + 6 * len(words)
    height = bottom + 34 + TRACK + GAP
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 40}" '
                   f'height="{height}" font-family="sans-serif">\n'
                   f'<rect width="100%" height="100%" fill="white"/>\n')
        file.write("\n".join(parts) + "\n</svg>\n")


if __name__ == "__main__":
    main()
