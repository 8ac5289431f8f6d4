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

function plain(value) {
  if (!isKnown(value)) return kUnknown;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// The measures of a point: how they are called and shown, and which way is better.
const kMeasures = [
  {key: "accuracy_mean", title: "accuracy", text: (v) => percent(v), more: true, axis: "~f",
   unit: "%"},
  {key: "accuracy_spread", title: "spread", text: (v) => percent(v)},
  {key: "energy_pj", title: "energy", text: energyText, axis: "~s", scale: 1e-12, unit: "J"},
  {key: "cycles", title: "cycles", text: count, axis: "~s", scale: 1, unit: ""},
  {key: "area_um2", title: "area", text: areaText, axis: "~g", scale: 1e-6, unit: "mm²"},
  {key: "clock_mhz", title: "clock", text: (v) => isKnown(v) ? `${v.toFixed(0)} MHz` : kUnknown,
   more: true},
  {key: "time_to_target_s", title: "time to target", text: (v) => si(v, "s"), axis: "~s", scale: 1,
   unit: "s"},
  {key: "energy_to_target_j", title: "energy to target", text: (v) => si(v, "J"), axis: "~s",
   scale: 1, unit: "J"},
  {key: "array_use", title: "array use", text: (v) => percent(isKnown(v) ? 100 * v : null, 1),
   more: true},
];

function measure(key) {
  return kMeasures.find((one) => one.key === key);
}
