#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws test accuracy over epochs of training runs beside the published log of NITI's authors.

Use: plot_accuracy.py PICTURE LABEL=RUN_FOLDER...   (needs python3-matplotlib)
"""

import csv
import sys
from pathlib import Path

# VGG-small-7 on CIFAR-10, mu 5, batch 256: validation accuracy in the authors' run log, in percent.
PUBLISHED = {1: 32.66, 2: 36.16, 3: 50.16, 10: 70.41}


def epochs(folder):
    """Epoch, mu and test accuracy in percent of every finished epoch."""
    with open(Path(folder) / "metrics.csv", newline="") as file:
        return [(int(row["epoch"]), int(row["mu"]), 100 * float(row["accuracy_test"]))
                for row in csv.DictReader(file) if row["kind"] == "epoch"]


def main():
    if len(sys.argv) < 3 or not all("=" in word for word in sys.argv[2:]):
        sys.exit(f"usage: {sys.argv[0]} PICTURE LABEL=RUN_FOLDER...")
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot

    pyplot.rcParams["svg.hashsalt"] = "intaglio"  # the same picture for the same numbers
    figure, axes = pyplot.subplots(figsize=(7, 4))
    last_mu = None
    for word in sys.argv[2:]:
        label, folder = word.rsplit("=", 1)
        points = epochs(folder)
        axes.plot([p[0] for p in points], [p[2] for p in points], marker="o", label=label)
        for epoch, mu, accuracy in points:
            if mu != last_mu:
                axes.annotate(f"mu {mu}", (epoch, accuracy), textcoords="offset points",
                              xytext=(-6, 9), fontsize=8)
                last_mu = mu
    axes.plot(list(PUBLISHED), list(PUBLISHED.values()), "x", markersize=9, color="black",
              label="NITI authors' log, mu 5")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("epoch")
    axes.set_ylabel("test accuracy, %")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(sys.argv[1], metadata={"Date": None})


if __name__ == "__main__":
    main()
