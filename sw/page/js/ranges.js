// SPDX-License-Identifier: Apache-2.0
//
// The widths that the tensors used against the widths they were given: a bar that ends before its
// mark shows bits that could go; clipped elements show bits that are missing. And, of a run, how
// the magnitudes lie below that width.

function rangeFigure(detail) {
  const rows = rowsOf(detail.ranges).sort((a, b) => naturally(a.tensor, b.tensor));
  if (!rows.length) return null;
  const drawn = rows.map((row) => {
    const clipped = `${(100 * row.saturation).toPrecision(2)} %`;
    const bits = `${row.used_bits}/${row.bits}`;
    return {
      ...row,
      clipped,
      long: row.saturation > 0 ? `${bits}, ${clipped} clipped` : bits,
      short: row.saturation > 0 ? `${bits}, ${clipped}` : bits
    };
  });
  const most = Math.max(...rows.map((row) => Math.max(row.bits, row.used_bits)));
  const roles = unique(rows.map((row) => row.role));
  const x = {
    type: "quantitative",
    title: "bits, sign included",
    scale: {domain: [0, most * 1.35]},
    axis: {tickMinStep: 1, format: "d", values: Array.from({length: most + 1}, (_, i) => i)}
  };
  return {
    id: "value-ranges",
    title: "Value ranges against configured widths",
    rows,
    about: "Bar: the bits that the largest element needed. Grey, up to the mark: the configured " +
        "width. A share behind them: elements that were clipped.",
    spec: {
      data: {name: "rows", values: drawn},
      height: 22 * rows.length,
      encoding: {
        y: {field: "tensor", type: "nominal", sort: drawn.map((row) => row.tensor), title: null},
        tooltip: [
          {field: "tensor"}, {field: "role"}, {field: "used_bits", title: "bits used"},
          {field: "bits", title: "bits configured"}, {field: "clipped", title: "elements clipped"}
        ],
      },
      layer: [
        {mark: {type: "bar", color: ink().track, height: 14}, encoding: {x: {...x, field: "bits"}}},
        {
          mark: {type: "bar", height: 8},
          encoding: {
            x: {...x, field: "used_bits"},
            color: {
              field: "role",
              type: "nominal",
              title: null,
              scale: {domain: roles},
              legend: {columns: {expr: "width < 300 ? 2 : 8"}}
            }
          }
        },
        {
          mark: {type: "tick", color: ink().strong, thickness: 2, size: 16},
          encoding: {x: {...x, field: "bits"}}
        },
        {
          mark: {
            type: "text",
            align: "left",
            dx: 5,
            fontSize: 10,
            tooltip: null,
            text: {expr: "width < 300 ? datum.short : datum.long"}
          },
          encoding: {x: {...x, field: "bits"}}
        },
      ],
    },
  };
}

function magnitudeFigure(detail) {
  const rows = rowsOf(detail.magnitudes);
  if (!rows.length) return null;
  const totals = new Map();
  for (const row of rows) totals.set(row.tensor, (totals.get(row.tensor) || 0) + row.elements);
  const shares = rows.map((row) => ({...row, share: row.elements / totals.get(row.tensor)}));
  return {
    id: "magnitudes",
    title: "Magnitudes of the elements",
    rows: shares,
    about:
        "Share of a tensor's elements whose magnitude has so many bits, at the last recorded " +
        "step. " +
        "Empty: none.",
    spec: {
      height: 22 * totals.size,
      mark: {type: "rect"},
      encoding: {
        x: {
          field: "bits",
          type: "ordinal",
          title: "bits of the magnitude (0: zero)",
          axis: {labelAngle: 0}
        },
        y: {
          field: "tensor",
          type: "nominal",
          sort: [...totals.keys()].sort(naturally),
          title: null
        },
        color: {
          field: "share",
          type: "quantitative",
          title: null,
          legend: {format: ".0%"},
          scale: {scheme: "cividis", domainMin: 0}
        },
        tooltip: [
          {field: "tensor"}, {field: "bits"}, {field: "elements"}, {field: "share", format: ".2%"}
        ],
      },
    },
  };
}

function rangeFigures(detail) {
  return [rangeFigure(detail), magnitudeFigure(detail)].filter((figure) => figure !== null);
}
