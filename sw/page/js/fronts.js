// SPDX-License-Identifier: Apache-2.0
//
// Pareto fronts and the scatter plots that show them.

// The pairs of measures, x and y, that at least one point has. The first few are drawn at once.
function planes(points) {
  const known = (key) => points.some((point) => isKnown(point[key]));
  const pairs = [
    ["energy_pj", "accuracy_mean"], ["cycles", "accuracy_mean"], ["area_um2", "accuracy_mean"],
    ["area_um2", "energy_pj"], ["time_to_target_s", "accuracy_mean"], ["cycles", "energy_pj"],
    ["energy_to_target_j", "accuracy_mean"]
  ];
  return pairs.filter((pair) => pair.every(known));
}

// The rows that no other is better than in x and y. `sign` is -1 where more is better.
function planeFront(rows, x, y) {
  const sign = (key) => (measure(key).more ? -1 : 1);
  const better = [...rows].sort((a, b) => sign(x) * (a[x] - b[x]) || sign(y) * (a[y] - b[y]));
  const front = [];
  for (const row of better) {
    const last = front[front.length - 1];
    if (!last || sign(y) * (row[y] - last[y]) < 0) front.push(row);
  }
  return front;
}

// The points that no other dominates in accuracy, energy, cycles and area, as far as they are
// known of all.
function frontOfAll(points) {
  const done = points.filter((point) => isKnown(point.accuracy_mean));
  const keys = ["accuracy_mean", "energy_pj", "cycles", "area_um2"].filter(
      (key) => done.every((point) => isKnown(point[key])));
  const cost = (point, key) => (measure(key).more ? -point[key] : point[key]);
  const dominates = (a, b) => keys.every((key) => cost(a, key) <= cost(b, key)) &&
      keys.some((key) => cost(a, key) < cost(b, key));
  return {
    keys,
    ids: new Set(done.filter((point) => !done.some((other) => dominates(other, point)))
                     .map((point) => point.id))
  };
}

// What is said here need not be found in the data again: 4 % of room at both ends.
function domainOf(values, log) {
  const ends = [Math.min(...values), Math.max(...values)].map((end) => (log ? Math.log(end) : end));
  const room = 0.04 * (ends[1] - ends[0]) || 0.1;
  return [ends[0] - room, ends[1] + room].map((end) => (log ? Math.exp(end) : end));
}

function planeChannel(key, rows) {
  const one = measure(key);
  const log = !one.more;
  const labels = one.unit === "mm²" ? "format(datum.value * 1e-6, '~g') + ' mm²'"
      : one.scale                   ? siLabels(one.scale, one.unit)
                                    : undefined;
  return {
    field: key,
    type: "quantitative",
    title: one.more ? `${one.title}, ${one.unit} (more is better)`
                    : `${one.title} (less is better)`,
    scale: {
      type: log ? "log" : "linear",
      nice: false,
      domain: domainOf(rows.map((row) => row[key]), log)
    },
    axis: labels ? {labelExpr: labels, tickCount: 4, labelOverlap: "greedy"} : {tickCount: 5}
  };
}

// Numbers of few values and texts are categories; other numbers a ramp.
function colourChannel(key, points) {
  const values = unique(points.map((point) => point[key])).filter(isKnown);
  if (values.length > kCategories.length && values.every((value) => typeof value === "number")) {
    return {field: "colour", type: "quantitative", title: key, scale: {scheme: "cividis"}};
  }
  values.sort(naturally);
  return {
    field: "colour",
    type: "nominal",
    title: key,
    scale: {domain: values.map(plain), range: kCategories},
    legend: {columns: {expr: "width < 420 ? 4 : 8"}}
  };
}

// The accuracy below which a point is so far from the others that it would squeeze them together.
function outlierAccuracy(points) {
  const values = points.map((point) => point.accuracy_mean).filter(isKnown).sort((a, b) => a - b);
  const quartile = (part) => values[Math.floor(part * (values.length - 1))];
  const low = quartile(0.25) - 3 * (quartile(0.75) - quartile(0.25)) - 1;
  return values.length < 8 ? -Infinity : Math.floor(low);
}

// Diamonds are on the front of this plane, circles are not. Points of an accuracy below `least`
// are left out.
function planeFigure(x, y, points, {axis, brushes, least}) {
  const measured = points.filter((point) => isKnown(point[x]) && isKnown(point[y]));
  const known = measured.filter((point) => !(point.accuracy_mean < least));
  const left = measured.length - known.length;
  const front = new Set(planeFront(known, x, y));
  const colour = axis ? colourChannel(axis, points) : null;
  const numeric = colour && colour.type === "quantitative";
  const rows = known.map((point) => ({
                           point: point.id,
                           [x]: point[x],
                           [y]: point[y],
                           front: front.has(point),
                           ...(axis ? {colour: numeric ? point[axis] : plain(point[axis])} : {}),
                         }));
  const position = {x: planeChannel(x, known), y: planeChannel(y, known)};
  const text = (key) => `${measure(key).title}`;
  return {
    id: `plane-${x}-${y}`,
    rows,
    title: `${text(y)} against ${text(x)}`.replace(/^./, (letter) => letter.toUpperCase()),
    about: `${known.length} points; diamonds on the line: the Pareto front of these two, ` +
        `${front.size === 1 ? "a single point" : `${front.size} points`}.${
               left ? ` Not drawn: ${left} below ${least} % accuracy.` : ""}`,
    spec: {
      height: 300,
      params: [{name: "lit", value: null}, {name: "picked", value: -1}],
      encoding: position,
      layer: [
        {
          transform: [{filter: "datum.front"}],
          mark: {
            type: "line",
            interpolate: "step-after",
            color: ink().soft,
            strokeWidth: 1.3,
            strokeDash: [4, 3]
          },
          encoding: {order: {field: x, type: "quantitative"}},
        },
        {
          params: brushes ? [{name: "brush", select: {type: "interval"}}] : [],
          mark: {type: "point", filled: true, stroke: ink().card, strokeWidth: 0.6},
          encoding: {
            ...(colour ? {color: colour} : {color: {value: kCategories[0]}}),
            shape: {condition: {test: "datum.front", value: "diamond"}, value: "circle"},
            size: {condition: {test: "datum.front", value: 110}, value: 36},
            opacity:
                {condition: {test: "lit === null || lit[datum.point]", value: 0.9}, value: 0.15},
            tooltip: [
              {field: "point"}, {field: x, title: text(x), format: ".4~g"},
              {field: y, title: text(y), format: ".4~g"},
              ...(axis ? [{field: "colour", title: axis}] : [])
            ],
          },
        },
        {
          transform: [{filter: "datum.point === picked"}],
          mark: {
            type: "point",
            filled: false,
            size: 320,
            strokeWidth: 2.5,
            color: ink().strong,
            tooltip: null
          },
        },
      ],
    },
  };
}
