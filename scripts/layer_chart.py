#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws where the cycles of a training go, per layer and phase: a bar for every command of every
layer in report.json, its cycles by term. Writes SVG; needs nothing but Python."""

import argparse
import json
import sys
from xml.sax.saxutils import escape

TERMS = {"stream": "#2a6f97", "stall": "#e76f51", "fill": "#f4a261", "drain": "#e9c46a",
         "second_pass": "#6a994e", "write_back": "#a7c957", "fetch": "#999999"}
ROW, BAR, LEFT, WIDTH, TOP = 22, 15, 330, 620, 58


def rows(report):
    """(label, cycles, use, terms) of every command, the layers in the order of the report."""
    found = []
    for layer, entry in report["layers"].items():
        for kind, command in entry.get("commands", {}).items():
            found.append((f"{layer}  {kind}", command["cycles"], command["array_use"],
                          command["terms"]))
    return found


def text(x, y, words, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def bar(y, cycles, terms, most):
    parts, x = [], float(LEFT)
    for term, colour in TERMS.items():
        width = WIDTH * terms[term] / most
        if width > 0:
            parts.append(f'<rect x="{x:.2f}" y="{y}" width="{width:.2f}" height="{BAR}" '
                         f'fill="{colour}"><title>{term}: {terms[term]} of {cycles} '
                         f"cycles</title></rect>")
        x += width
    return parts


def legend():
    parts, x = [], float(LEFT)
    for term, colour in TERMS.items():
        parts.append(f'<rect x="{x}" y="30" width="11" height="11" fill="{colour}"/>')
        parts.append(text(x + 15, 40, term))
        x += 30 + 7.2 * len(term)
    return parts


def draw(report):
    commands = rows(report)
    if not commands or not any(cycles for _, cycles, _, _ in commands):
        sys.exit("layer_chart.py: the report has no cycles; train with --machine cycle or rtl")
    most = max(cycles for _, cycles, _, _ in commands)
    total = sum(cycles for _, cycles, _, _ in commands)
    name = report["configuration"]["source"] + " on " + report["hardware"]["name"]
    parts = [text(10, 20, f"{name}: {total:,} cycles of training", 'font-weight="bold"')] + legend()
    for i, (label, cycles, use, terms) in enumerate(commands):
        y = TOP + ROW * i
        parts.append(text(LEFT - 8, y + 12, label, 'text-anchor="end"'))
        parts += bar(y, cycles, terms, most)
        note = f"{100 * cycles / total:.1f} %" + (f", array {100 * use:.0f} %" if use else "")
        parts.append(text(LEFT + WIDTH * cycles / most + 6, y + 12, note, 'fill="#555"'))
    width, height = LEFT + WIDTH + 130, TOP + ROW * len(commands) + 10
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="12">'
            f'<rect width="100%" height="100%" fill="white"/>' + "\n".join(parts) + "</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", help="report.json of a run with cycles")
    parser.add_argument("-o", "--out", required=True, help="SVG file to write")
    options = parser.parse_args()
    with open(options.report, encoding="utf-8") as file:
        report = json.load(file)
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(draw(report))


if __name__ == "__main__":
    main()
