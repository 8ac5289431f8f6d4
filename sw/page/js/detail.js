// SPDX-License-Identifier: Apache-2.0
//
// One training: its curves, breakdowns, roofline, value ranges and the table of its commands. The
// page of a run is this; of an exploration it is shown for the point that was chosen.

function commandTable(parent, detail) {
  const commands = rowsOf(detail.layers);
  if (!commands.length) return;
  const total = sumOf(commands.map((row) => row.cycles));
  const peak = (detail.hardware || {}).rows * (detail.hardware || {}).cols;
  const rows = commands.map((row) => ({
                              layer: row.layer,
                              command: row.command,
                              phase: row.phase,
                              cycles: row.cycles,
                              share: total ? row.cycles / total : 0,
                              macs: row.macs,
                              array_use: peak && row.cycles ? row.macs / (row.cycles * peak) : null,
                              bytes: row.bytes,
                              energy_pj: energyOf(row),
                            }));
  const share = (value) => percent(isKnown(value) ? 100 * value : null, 1);
  parent.append(el("h3", {}, "Commands of the training steps"));
  new Table(parent, {
    id: "commands",
    caption: "Commands by layer",
    rows,
    columns: [
      {key: "layer", title: "layer"},
      {key: "command", title: "command"},
      {key: "phase", title: "phase"},
      {key: "cycles", title: "cycles", number: true, text: count},
      {key: "share", title: "of all", number: true, text: share},
      {key: "macs", title: "MACs", number: true, text: (v) => si(v, "")},
      {key: "array_use", title: "array use", number: true, text: share},
      {key: "bytes", title: "memory", number: true, text: bytesText},
      {key: "energy_pj", title: "energy", number: true, text: energyText},
    ],
  });
}

function runTable(parent, detail) {
  const rows = rowsOf(detail.runs);
  if (!rows.length) return;
  parent.append(el("h3", {}, "Trainings"));
  new Table(parent, {
    id: "runs",
    caption: "A training for each seed",
    rows,
    columns: [
      {key: "seed", title: "seed", number: true},
      {key: "accuracy", title: "accuracy", number: true, text: (v) => percent(v)},
      {key: "epochs", title: "epochs", number: true},
      {
        key: "digest",
        title: "SHA-256 of the weights",
        text: (v) => isKnown(v) ? `${v}`.slice(0, 16) : kUnknown
      },
    ],
  });
}

// Resolves to the views, so that they can be ended when another point is shown.
async function showDetail(parent, detail) {
  const grid = el("div", {class: "figures"});
  parent.append(grid);
  // In an order that puts figures of like height side by side.
  const curves = curveFigures(detail);
  const roofline = rooflineFigures(detail);
  const early = curves.length % 2 === 1 ? roofline : [];
  const drawn = [
    ...curves, ...early, ...breakdownFigures(detail), ...rangeFigures(detail),
    ...roofline.filter((figure) => !early.includes(figure))
  ];
  const views = drawn.map((figure) => figures.draw(grid, figure));
  if (!drawn.length) grid.append(el("p", {}, "No results."));
  commandTable(parent, detail);
  runTable(parent, detail);
  parent.append(
      el("h3", {}, "Settings"), folded("Training configuration", detail.configuration),
      folded("Hardware configuration", detail.hardware));
  return Promise.all(views);
}
