// SPDX-License-Identifier: Apache-2.0
//
// Where cycles and energy go: a bar for every layer, stacked by phase, by what the machine did, or
// by what took the energy. A part that is long enough has its letters inside it.

function sumOf(values) { return values.reduce((sum, value) => sum + value, 0); }

function energyOf(row) { return sumOf(Object.values(row.energy || {})); }

// Rows {layer, part, amount}: `parts(row)` gives [part, amount] pairs of a command.
function stacked(commands, parts) {
  const sums = new Map();
  for (const command of commands) {
    for (const [part, amount] of parts(command)) {
      const key = JSON.stringify([command.layer, part]);
      sums.set(key, (sums.get(key) || 0) + amount);
    }
  }
  return [...sums].map(([key, amount]) => {
    const [layer, part] = JSON.parse(key);
    return {layer, part, amount};
  });
}

// The known parts in their order, then what else there is.
function ordered(rows, known) {
  const found = unique(rows.map((row) => row.part));
  return [
    ...known.filter((part) => found.includes(part)),
    ...found.filter((part) => !known.includes(part))
  ];
}

function stackedBars({id, title, about, rows, order, axis, labels, wording}) {
  const parts = ordered(rows, order);
  const layers = unique(rows.map((row) => row.layer)).sort(naturally);
  const drawn =
      rows.map((row) => ({...row, order: parts.indexOf(row.part), shown: wording(row.amount)}));
  const x = {
    field: "amount",
    type: "quantitative",
    title: axis,
    stack: "zero",
    axis: {labelExpr: labels, tickCount: 5}
  };
  // What there is room for: the name, two letters of it, or nothing.
  const fitting = "scale('x', datum.amount) > 10 + 6 * length(datum.part) ? datum.part : " +
      "scale('x', datum.amount) > 18 ? slice(datum.part, 0, 2) : ''";
  return {
    id,
    title,
    about,
    rows,
    spec: {
      data: {name: "rows", values: drawn},
      height: 30 * layers.length,
      encoding: {
        y: {field: "layer", type: "nominal", sort: layers, title: null},
        order: {field: "order", type: "quantitative"},
        tooltip: [{field: "layer"}, {field: "part"}, {field: "shown", title: axis}],
      },
      layer: [
        {
          mark: {type: "bar", stroke: ink().card, strokeWidth: 1},
          encoding: {
            x,
            color: {
              field: "part",
              type: "nominal",
              title: null,
              legend: {columns: {expr: "width < 420 ? 3 : 7"}},
              scale: {domain: parts, range: kCategories}
            }
          },
        },
        {
          mark: {
            type: "text",
            fontSize: 10,
            tooltip: null,
            text: {expr: fitting},
            color: {
              expr:
                  "indexof(['#0072B2', '#D55E00'], scale('color', datum.part)) < 0 ? " +
                  "'#000' : '#fff'"
            }
          },
          encoding: {x: {...x, bandPosition: 0.5}},
        },
      ],
    },
  };
}

function breakdownFigures(detail) {
  const commands = rowsOf(detail.layers);
  if (!commands.length) return [];
  const bars = (id, title, about, order, parts) => stackedBars({
    id,
    title,
    about,
    order,
    rows: stacked(commands, parts),
    axis: "cycles",
    labels: siLabels(1, ""),
    wording: count
  });
  const energy = (id, title, about, order, parts) => stackedBars({
    id,
    title,
    about,
    order,
    rows: stacked(commands, parts),
    axis: "energy",
    labels: siLabels(1e-12, "J"),
    wording: energyText
  });
  return [
    bars(
        "cycles-by-phase", "Cycles by layer and phase",
        "Of all training steps. Phases in the order in which a step runs them.", kPhases,
        (row) => [[row.phase, row.cycles]]),
    bars(
        "cycles-by-term", "Cycles by layer and what the machine did",
        "stream: the array works; stall: it waits for memory; docs/cycles.md names the others.",
        kTerms, (row) => Object.entries(row.terms || {})),
    energy(
        "energy-by-phase", "Energy by layer and phase", "Of all training steps.", kPhases,
        (row) => [[row.phase, energyOf(row)]]),
    energy(
        "energy-by-component", "Energy by layer and component",
        "Multiplications, memories on the chip, memory beside it, rounding.", kComponents,
        (row) => Object.entries(row.energy || {})),
  ];
}
