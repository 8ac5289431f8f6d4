// SPDX-License-Identifier: Apache-2.0
//
// A table that sorts by a click on a heading, shows its first rows until more are asked for, and
// can be saved as CSV. Unknown values come last whichever way it is sorted.

class Table {
  // `columns`: {key, title, text?, number?, act?}: `act(row)` makes the cell a button. `limit`:
  // rows shown at first.
  constructor(parent, {id, caption, columns, rows, limit = 50, sort = null, downwards = true}) {
    Object.assign(this, {id, columns, rows, limit, shown: limit, sort, downwards});
    this.head = el("tr");
    this.body = el("tbody");
    this.more = el("button", {type: "button", click: () => this.showAll()});
    this.status = el("span", {class: "status", role: "status"});
    this.mark = null;  // of a row: is it to be emphasised?
    parent.append(
        el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
           el("table", {id}, el("caption", {}, caption), el("thead", {}, this.head), this.body)),
        el("div", {class: "buttons"}, this.status, this.more,
           saveButton("CSV", `Save as CSV: ${caption}`, () => this.save())));
    this.headings();
    this.show();
  }

  headings() {
    this.head.replaceChildren(...this.columns.map((column) => {
      const mine = column.key === this.sort;
      const arrow = mine ? (this.downwards ? " ▼" : " ▲") : "";
      const order = mine ? (this.downwards ? "descending" : "ascending") : "none";
      return el(
          "th", {scope: "col", "aria-sort": order, class: column.number ? "number" : null},
          el("button", {type: "button", "data-key": column.key, click: () => this.sortBy(column)},
             column.title + arrow));
    }));
  }

  sortBy(column) {
    this.downwards = column.key === this.sort ? !this.downwards : Boolean(column.number);
    this.sort = column.key;
    this.headings();
    this.show();
  }

  sorted() {
    if (this.sort === null) return this.rows;
    const key = this.sort;
    const sign = this.downwards ? -1 : 1;
    const compare = (a, b) =>
        (typeof a === "number" && typeof b === "number") ? a - b : naturally(a, b);
    return [...this.rows].sort((left, right) => {
      const known = isKnown(right[key]) - isKnown(left[key]);
      return known || sign * compare(left[key], right[key]);
    });
  }

  cell(column, row) {
    const text = (column.text || plain)(row[column.key], row);
    const inner = column.act
        ? el("button", {type: "button", class: "link", click: () => column.act(row)}, text)
        : text;
    return el("td", {class: column.number ? "number" : null}, inner);
  }

  show() {
    const visible = this.sorted().slice(0, this.shown);
    this.body.replaceChildren(...visible.map((row) => {
      const marked = this.mark && this.mark(row);
      return el(
          "tr", {"aria-selected": marked ? "true" : null},
          this.columns.map((column) => this.cell(column, row)));
    }));
    this.status.textContent = `${visible.length} of ${this.rows.length} rows`;
    this.more.hidden = visible.length === this.rows.length;
    this.more.textContent = `Show all ${this.rows.length}`;
  }

  showAll() {
    this.shown = Infinity;
    this.show();
  }

  replace(rows) {
    this.rows = rows;
    this.show();
  }

  save() {
    const rows = this.sorted().map(
        (row) => Object.fromEntries(this.columns.map((column) => [column.key, row[column.key]])));
    save(fileName(this.id, "csv"), "text/csv", csvOf(rows));
  }
}
