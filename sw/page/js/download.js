// SPDX-License-Identifier: Apache-2.0
//
// What the reader takes along: a figure as SVG, its numbers or a table as CSV (RFC 4180).

function csvField(value) {
  const text =
      isKnown(value) ? (typeof value === "object" ? JSON.stringify(value) : `${value}`) : "";
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, "\"\"")}"` : text;
}

// Rows are objects; the columns are the keys of the first.
function csvOf(rows) {
  const columns = rows.length ? Object.keys(rows[0]) : [];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => line.map(csvField).join(",") + "\r\n").join("");
}

function fileName(name, ending) { return `${name.replace(/[^\w.-]+/g, "_")}.${ending}`; }

function save(name, type, text) {
  const link = el("a", {href: URL.createObjectURL(new Blob([text], {type})), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function saveButton(label, about, act) {
  return el(
      "button", {type: "button", class: "save", "aria-label": about, title: about, click: act},
      label);
}
