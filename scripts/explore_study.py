#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tables (Markdown, to standard output) and pictures (SVG) of the explorations of explore_study.sh.

Use: explore_study.py DATABASES PICTURES   (two folders; needs python3-matplotlib)

What is not there is left out: a study that was stopped shows what it has.
"""

import sqlite3
import sys
from pathlib import Path

MODES = {"nearest": ("#D55E00", "o"), "stochastic": ("#0072B2", "s"),
         "pseudo-stochastic": ("#009E73", "^")}
NAMES = {"activation_bits": "width", "acc_bits": "AccW", "gradient": ""}
MEASURES = ("accuracy_mean", "accuracy_spread", "cycles", "energy_pj", "area_um2", "clock_mhz",
            "array_use")


def read(path):
    """The finished points of a database: measures and settings, by their short names."""
    if not path.exists():
        return []
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    points = {}
    for row in database.execute(f"SELECT id, {', '.join(MEASURES)} FROM points "
                                "WHERE status = 'done' ORDER BY id"):
        points[row[0]] = dict(zip(MEASURES, row[1:]), id=row[0])
    for point, key, value in database.execute("SELECT point, key, value FROM settings"):
        if point in points:
            points[point][key.split(".")[-1]] = value
    return list(points.values())


def mean(points, key="accuracy_mean"):
    return sum(point[key] for point in points) / len(points)


def by(points, *keys):
    """Groups of points with the same values of the keys, in the order of these values."""
    groups = {}
    for point in points:
        groups.setdefault(tuple(point[key] for key in keys), []).append(point)
    return dict(sorted(groups.items()))


def front(points, less, more):
    """Points that no other one beats in both measures, by the first: no larger, no smaller."""
    best = []
    for point in sorted(points, key=lambda p: (p[less], -p[more])):
        if not best or point[more] > best[-1][more]:
            best.append(point)
    return best


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def percent(value):
    return f"{value:.2f} %"


def cross_table(title, points, down, columns, across):
    """Mean accuracies: a row for each value of the key `down`, a column for each of `across`."""
    if not points:
        return
    groups = by(points, down, across)
    print(f"{title}\n")
    rows = []
    for value in sorted({point[down] for point in points}):
        cells = [groups.get((value, column)) for column in columns]
        rows.append([str(value)] + [percent(mean(cell)) if cell else "" for cell in cells])
    table([NAMES[down]] + [f"{NAMES[across]} {column}".strip() for column in columns], rows)


def table_of_points(title, points, columns):
    if not points:
        return
    print(f"{title}\n")
    table([name for name, _ in columns], [[text(point) for _, text in columns] for point in points])


def colour_of(pyplot, width):
    return pyplot.get_cmap("viridis")((width - 4) / 4.5)


def accuracy_by_mode(axes, points, key, label):
    groups = by(points, key, "gradient")
    for mode, (colour, marker) in MODES.items():
        values = sorted(value for value, its in groups if its == mode)
        if not values:
            continue
        cells = [groups[value, mode] for value in values]
        axes.fill_between(values, [min(p["accuracy_mean"] for p in cell) for cell in cells],
                          [max(p["accuracy_mean"] for p in cell) for cell in cells], color=colour,
                          alpha=0.12, linewidth=0)
        axes.plot(values, [mean(cell) for cell in cells], color=colour, marker=marker, label=mode)
    decorate(axes, points, key, label)


def accuracy_by_width(pyplot, axes, points):
    for width in sorted({point["activation_bits"] for point in points}):
        groups = by([p for p in points if p["activation_bits"] == width], "acc_bits")
        axes.plot([value for (value,) in groups], [mean(cell) for cell in groups.values()],
                  marker="o", color=colour_of(pyplot, width), label=f"{width} bits")
    decorate(axes, points, "acc_bits", "bits of the accumulator; mean of the roundings")


def decorate(axes, points, key, label):
    axes.set_xlabel(label)
    axes.set_xticks(sorted({point[key] for point in points}))
    axes.set_ylabel("test accuracy, %")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right", fontsize=8)


def draw_modes(pyplot, points, picture):
    """Accuracy against width and against accumulator; bands: all points behind a mean."""
    wide = max(point["acc_bits"] for point in points)
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6))
    accuracy_by_mode(left, [p for p in points if p["acc_bits"] == wide], "activation_bits",
                     f"bits of activations and weights; AccW {wide}")
    accuracy_by_width(pyplot, right, points)
    save(pyplot, figure, picture)


def draw_front(pyplot, panels, picture):
    figure, all_axes = pyplot.subplots(1, len(panels), figsize=(4.5 * len(panels), 3.6))
    for axes, (points, key, scale, label, floor) in zip(all_axes, panels):
        widths = sorted({point["activation_bits"] for point in points})
        for width in widths:
            shown = [p for p in points if p["activation_bits"] == width]
            axes.scatter([p[key] * scale for p in shown], [p["accuracy_mean"] for p in shown], s=16,
                         color=colour_of(pyplot, width), label=f"{width} bits")
        best = front(points, key, "accuracy_mean")
        axes.plot([p[key] * scale for p in best], [p["accuracy_mean"] for p in best], "k--",
                  linewidth=1, drawstyle="steps-post")
        axes.set_ylim(bottom=floor)
        axes.set_xlabel(label)
        axes.set_ylabel("test accuracy, %")
        axes.grid(alpha=0.3)
        axes.legend(loc="lower right", fontsize=8)
    save(pyplot, figure, picture)


def save(pyplot, figure, picture):
    figure.tight_layout()
    figure.savefig(picture, metadata={"Date": None})
    pyplot.close(figure)


def of_silicon(point, value, scale, digits):
    return f"{value * scale:.{digits}f}" if point["area_um2"] else ""


def costs(points):
    """The columns of a table of points, those of the silicon where it is known."""
    columns = [("width", lambda p: str(p["activation_bits"])),
               ("AccW", lambda p: str(p["acc_bits"])),
               ("rounding", lambda p: p.get("gradient", "as configured")),
               ("accuracy", lambda p: percent(p["accuracy_mean"])),
               ("spread", lambda p: f"{p['accuracy_spread']:.2f}"),
               ("cycles", lambda p: f"{p['cycles']:,}"),
               ("energy, mJ", lambda p: f"{p['energy_pj'] * 1e-9:.3f}")]
    if not any("gradient" in point for point in points):
        del columns[2]
    if any(point["area_um2"] for point in points):
        columns += [("area, mm2", lambda p: of_silicon(p, p["area_um2"], 1e-6, 3)),
                    ("clock, MHz", lambda p: of_silicon(p, p["clock_mhz"], 1, 1)),
                    ("time, s", lambda p: of_silicon(p, p["cycles"], 1e-6 / p["clock_mhz"], 1))]
    if any("error_bits" in p and p["error_bits"] != p["activation_bits"] for p in points):
        columns.insert(1, ("error, gradient", lambda p: str(p["error_bits"])))
    return columns


def main():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} DATABASES PICTURES")
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot
    pyplot.rcParams["svg.hashsalt"] = "intaglio"  # the same picture for the same numbers

    databases, pictures = Path(sys.argv[1]), Path(sys.argv[2])
    names = ("mnist_widths", "lenet_grid", "mnist_area", "vgg_six")
    found = {name: read(databases / name / "explore.db") for name in names}
    for name, points in found.items():
        if not points:
            continue
        print(f"## {name}: {len(points)} points\n")
        if name in ("mnist_widths", "lenet_grid"):
            draw_modes(pyplot, points, pictures / f"explore_{name}.svg")
            wide = max(point["acc_bits"] for point in points)
            cross_table(f"Accumulators of {wide} bits",
                        [point for point in points if point["acc_bits"] == wide],
                        "activation_bits", MODES, "gradient")
            cross_table("All roundings", points, "activation_bits",
                        sorted({point["acc_bits"] for point in points}), "acc_bits")
            best = front(points, "energy_pj", "accuracy_mean")
            table_of_points("Front of accuracy and energy", best, costs(best))
        else:
            table_of_points("All points", points, costs(points))
    panels = []
    if found["mnist_widths"]:
        panels.append((found["mnist_widths"], "energy_pj", 1e-9, "energy of the training, mJ", 80))
    known = [point for point in found["mnist_area"] if point["area_um2"]]
    if known:
        panels.append((known, "area_um2", 1e-6, "area, mm2 (0.18 um)", None))
    if len(panels) > 1:
        draw_front(pyplot, panels, pictures / "explore_fronts.svg")


if __name__ == "__main__":
    main()
