// SPDX-License-Identifier: Apache-2.0
//
// Learning curves: accuracy and loss by epoch, a line for every seed; and by step, where a run
// logged them.

const kSets = {
  domain: ["test", "train", "float test", "float train"],
  dashes: [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]
};

function epochRows(detail) {
  const rows = [];
  for (const row of rowsOf(detail.epochs)) {
    const add = (set, accuracy, loss) =>
        rows.push({epoch: row.epoch, seed: row.seed, images: set, accuracy, loss});
    add("test", row.test_accuracy, row.loss_test ?? null);
    add("train", row.train_accuracy, row.loss);
    if (isKnown(row.float_test_accuracy)) add("float test", row.float_test_accuracy, null);
    if (isKnown(row.float_loss)) add("float train", null, row.float_loss);
  }
  return rows;
}

// `field` over the epochs, of test and training images.
function epochCurve(id, rows, field, axisTitle, about) {
  const known =
      rows.filter((row) => isKnown(row[field]))
          .map(
              (row) =>
                  ({epoch: row.epoch, seed: row.seed, images: row.images, [field]: row[field]}));
  const sets = kSets.domain.filter((set) => known.some((row) => row.images === set));
  const styles = (list) => sets.map((set) => list[kSets.domain.indexOf(set)]);
  return {
    id,
    title: axisTitle,
    about,
    rows: known,
    spec: {
      height: 230,
      mark: {type: "line", point: {size: 40}},
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative",
          title: "epoch",
          axis: {tickMinStep: 1, format: "d"},
          scale: {nice: false, padding: 8}
        },
        y: {field, type: "quantitative", title: axisTitle, scale: {zero: false}},
        color: {
          field: "images",
          type: "nominal",
          title: null,
          scale: {domain: sets, range: styles(kCategories)}
        },
        strokeDash: {
          field: "images",
          type: "nominal",
          title: null,
          scale: {domain: sets, range: styles(kSets.dashes)}
        },
        detail: {field: "seed"},
        tooltip: [{field: "epoch"}, {field: "seed"}, {field: "images"}, {field}],
      },
    },
  };
}

function stepCurve(detail) {
  const rows = rowsOf(detail.metrics);
  return {
    id: "loss-by-step",
    title: "Loss while training",
    rows,
    about: "Mean cross-entropy of the training batches since the last logged step.",
    spec: {
      height: 230,
      mark: {type: "line", strokeWidth: 1.2},
      encoding: {
        x: {
          field: "step",
          type: "quantitative",
          title: "training step",
          axis: {labelBound: true},
          scale: {nice: false, padding: 8}
        },
        y: {field: "loss", type: "quantitative", title: "loss", scale: {zero: false}},
        tooltip: [{field: "step"}, {field: "loss"}, {field: "accuracy", title: "accuracy, %"}],
      },
    },
  };
}

function curveFigures(detail) {
  const rows = epochRows(detail);
  if (!rows.length) return [];
  const seeds = unique(rows.map((row) => row.seed)).length;
  const each = seeds > 1 ? ` A line for each of ${seeds} seeds.` : "";
  const drawn = [
    epochCurve(
        "accuracy-by-epoch", rows, "accuracy", "accuracy, %",
        `Share of the images classified rightly after each epoch.${each}`),
    epochCurve("loss-by-epoch", rows, "loss", "loss", `Mean cross-entropy of each epoch.${each}`),
  ];
  drawn[0].title = "Accuracy by epoch";
  drawn[1].title = "Loss by epoch";
  if (detail.metrics && detail.metrics.rows.length > 1) drawn.push(stepCurve(detail));
  return drawn;
}
