// SPDX-License-Identifier: Apache-2.0
//
// Which points are looked at: those inside all brushes and of all words of the search. The figures
// and the table ask this one object, and hear of every change.

// "nearest bits.weight<=5 mlp": every word must be in the row, or compare a column of it.
function matches(point, words) {
  return words.every((word) => {
    const parts = /^([\w.]+)(<=|>=|<|>|=)(.+)$/.exec(word);
    const key = parts && Object.keys(point).find((name) => name.toLowerCase() === parts[1]);
    if (!key) return JSON.stringify(Object.values(point)).toLowerCase().includes(word);
    const value = point[key];
    const wanted = typeof value === "number" ? Number(parts[3]) : parts[3];
    const own = typeof value === "number" ? value : plain(value).toLowerCase();
    switch (parts[2]) {
      case "<":
        return own < wanted;
      case ">":
        return own > wanted;
      case "<=":
        return own <= wanted;
      case ">=":
        return own >= wanted;
      default:
        return own === wanted;
    }
  });
}

class Filter {
  constructor(points) {
    this.points = points;
    this.brushes = new Map();  // of a figure: {field: [low, high], ...}
    this.words = [];
    this.listeners = [];
  }

  search(text) {
    this.words = text.toLowerCase().split(/\s+/).filter((word) => word);
    this.changed();
  }

  brush(figure, ranges) {
    if (ranges && Object.keys(ranges).length)
      this.brushes.set(figure, ranges);
    else
      this.brushes.delete(figure);
    this.changed();
  }

  clear() {
    this.brushes.clear();
    this.words = [];
    this.changed();
  }

  all() { return !this.brushes.size && !this.words.length; }

  chosen() {
    const inside = (point, ranges) => Object.entries(ranges).every(
        ([field, ends]) => isKnown(point[field]) && point[field] >= Math.min(...ends) &&
            point[field] <= Math.max(...ends));
    return this.points.filter(
        (point) => matches(point, this.words) &&
            [...this.brushes.values()].every((ranges) => inside(point, ranges)));
  }

  changed() {
    const chosen = this.all() ? this.points : this.chosen();
    for (const listener of this.listeners) listener(chosen, this.all());
  }
}
