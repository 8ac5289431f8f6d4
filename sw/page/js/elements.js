// SPDX-License-Identifier: Apache-2.0
//
// Elements of the page. What comes from a file becomes text, never markup.

// el("p", {class: "note"}, "text", other element...); a value that is a function is a listener.
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function dataOf(id) { return JSON.parse(document.getElementById(id).textContent); }

// {"columns": [...], "rows": [[...]]} as objects.
function rowsOf(table) {
  if (!table) return [];
  return table.rows.map(
      (row) => Object.fromEntries(table.columns.map((column, i) => [column, row[i]])));
}

function isKnown(value) { return value !== null && value !== undefined; }

function unique(values) { return [...new Set(values)]; }

// hw.memory_bytes_per_cycle may end its line behind a dot or an underscore.
function breakable(name) { return name.split(/(?<=[._])/).flatMap((part) => [part, el("wbr")]); }

// Tiles of a name and a value each: [["test accuracy", "93.1 %"], ...].
function tiles(pairs) {
  return el(
      "dl", {class: "tiles"},
      pairs.map(
          ([name, value]) => el("div", {}, el("dt", {}, breakable(name)), el("dd", {}, value))));
}

// JSON that a reader opens when it is wanted.
function folded(title, value) {
  return el(
      "details", {class: "folded"}, el("summary", {}, title),
      el("pre", {tabindex: "0"}, JSON.stringify(value, null, 2)));
}
