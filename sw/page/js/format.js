// SPDX-License-Identifier: Apache-2.0
//
// Numbers for people. Tables sort by the number and show the text.

const kUnknown = "–";

function count(value) {
  return isKnown(value) ? Math.round(value).toLocaleString("en-GB") : kUnknown;
}

// 0.00123, "J" -> "1.23 mJ"; three digits.
function si(value, unit) {
  if (!isKnown(value)) return kUnknown;
  if (value === 0) return `0 ${unit}`;
  const prefixes = ["a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P"];
  const power = Math.floor(Math.log10(Math.abs(value)) / 3);
  const place = Math.min(Math.max(power + 6, 0), prefixes.length - 1);
  return `${(value / 1000 ** (place - 6)).toPrecision(3)} ${prefixes[place]}${unit}`;
}

function percent(value, digits = 2) {
  return isKnown(value) ? `${value.toFixed(digits)} %` : kUnknown;
}

const energyText = (picojoules) => si(isKnown(picojoules) ? picojoules * 1e-12 : null, "J");
const bytesText = (bytes) => si(bytes, "B");
const areaText = (um2) => isKnown(um2) ? `${(um2 / 1e6).toPrecision(3)} mm²` : kUnknown;

// The same for the labels of an axis, whose values times `scale` are in `unit`: in Vega's language.
function siLabels(scale, unit) {
  return `replace(format(datum.value * ${scale}, '~s'), regexp('([a-zA-Zµ]?)$'), ' $1') + '${
      unit}'`;
}

// A list, also one that is JSON text as in a database, becomes its words.
function plain(value) {
  if (!isKnown(value)) return kUnknown;
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value === "object") {
    const {kind, ...rest} = value;
    const words = Object.entries(rest).map(([key, inner]) => `${key} ${plain(inner)}`);
    return (kind === undefined ? words : [kind, ...words]).join(", ");
  }
  const text = String(value);
  if (!/^[[{]/.test(text)) return text;
  try {
    return plain(JSON.parse(text));
  } catch {
    return text;
  }
}

// conv2 before conv10. Layers come in the order of their names, not of the network.
function naturally(a, b) { return plain(a).localeCompare(plain(b), "en", {numeric: true}); }

// The measures of a point: how they are called and shown, and which way is better.
const kMeasures = [
  {key: "accuracy_mean", title: "accuracy", text: (v) => percent(v), more: true, unit: "%"},
  {key: "accuracy_spread", title: "spread", text: (v) => percent(v)},
  {key: "energy_pj", title: "energy", text: energyText, scale: 1e-12, unit: "J"},
  {key: "cycles", title: "cycles", text: count, scale: 1, unit: ""},
  {key: "area_um2", title: "area", text: areaText, scale: 1e-6, unit: "mm²"},
  {
    key: "clock_mhz",
    title: "clock",
    text: (v) => isKnown(v) ? `${v.toFixed(0)} MHz` : kUnknown,
    more: true
  },
  {key: "time_to_target_s", title: "time to target", text: (v) => si(v, "s"), scale: 1, unit: "s"},
  {
    key: "energy_to_target_j",
    title: "energy to target",
    text: (v) => si(v, "J"),
    scale: 1,
    unit: "J"
  },
  {
    key: "array_use",
    title: "array use",
    text: (v) => percent(isKnown(v) ? 100 * v : null, 1),
    more: true
  },
];

function measure(key) { return kMeasures.find((one) => one.key === key); }
