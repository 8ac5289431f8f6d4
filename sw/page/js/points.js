// SPDX-License-Identifier: Apache-2.0
//
// The points of an exploration: scatter plots linked by brushes, the table, and the point that was
// chosen with everything known of it.

const kReach = 16;  // pixels from a click to the point that is meant

class Points {
  constructor(overview) {
    this.axes = overview.axes;
    this.points = rowsOf(overview.points);
    this.front = frontOfAll(this.points);
    for (const point of this.points) point.front = this.front.ids.has(point.id) ? "front" : "";
    this.filter = new Filter(this.points);
    this.views = [];  // of the planes: {id, view, plot}
    this.detailViews = [];
    this.picked = this.first();
    this.planes = 4;  // drawn at first
    // A finger that drags scrolls the page.
    this.brushes = !window.matchMedia("(pointer: coarse)").matches;
  }

  // The most accurate point, of those the cheapest.
  first() {
    const done = this.points.filter((point) => isKnown(point.accuracy_mean));
    done.sort(
        (a, b) => b.accuracy_mean - a.accuracy_mean || (a.energy_pj ?? 0) - (b.energy_pj ?? 0));
    return (done[0] || this.points[0] || {id: null}).id;
  }

  varied() {
    return this.axes.filter(
        (axis) => unique(this.points.map((point) => plain(point[axis]))).length > 1);
  }

  show(parent) {
    this.showFronts(parent);
    this.showTable(parent);
    this.place = el("section", {id: "detail", "aria-live": "polite"});
    parent.append(this.place);
    this.pick(this.picked, false);
  }

  showFronts(parent) {
    const choices = ["", ...this.varied()];
    const select =
        el("select", {id: "colour", change: () => this.drawPlanes(select.value)},
           choices.map((axis) => el("option", {value: axis}, axis || "nothing")));
    const usual =
        choices.find(
            (axis) => axis &&
                unique(this.points.map((point) => point[axis])).length <= kCategories.length) ||
        "";
    select.value = usual;
    this.grid = el("div", {class: "figures", id: "planes"});
    this.more = el(
        "button", {type: "button", id: "more", click: () => this.drawAllPlanes()}, "More figures");
    const how = this.brushes
        ? "Drag in a figure to select points: the others follow; a second brush narrows further. "
        : "";
    parent.append(
        el("section", {}, el("h2", {}, "Accuracy and what it costs"),
           el("p", {class: "note"},
              how + "Click on a point to see its settings, curves and costs below."),
           el("div", {class: "tools"},
              el("label", {"for": "colour"}, "Colour by "),
              select,
              el("button", {type: "button", id: "clear", click: () => this.clear()},
                 "Clear selection"),
              this.more, this.outliers(), el("span", {id: "chosen", role: "status"})),
           this.grid));
    this.filter.listeners.push((chosen, all) => this.light(chosen, all));
    this.drawPlanes(usual);
  }

  outliers() {
    const box = el("input", {
      type: "checkbox",
      change: () => {
        this.everything = box.checked;
        this.drawPlanes(this.axis);
      }
    });
    return el("label", {}, box, " outliers too");
  }

  // The brushes of before go with their figures.
  async drawPlanes(axis) {
    this.axis = axis;
    for (const {view} of this.views) view.finalize();
    this.views = [];
    this.grid.replaceChildren();
    this.filter.brushes.clear();
    const pairs = planes(this.points);
    if (!pairs.length) this.grid.append(el("p", {}, "No point has results yet."));
    await Promise.all(pairs.slice(0, this.planes).map((pair) => this.drawPlane(pair)));
    this.more.hidden = this.planes >= pairs.length;
    this.ring();
    this.filter.changed();
  }

  async drawPlane([x, y]) {
    const figure = planeFigure(x, y, this.points, {
      axis: this.axis,
      brushes: this.brushes,
      least: this.everything ? -Infinity : outlierAccuracy(this.points),
    });
    const view = await figures.draw(this.grid, figure);
    this.views.push({id: figure.id, view});
    this.listen(view, figure, [x, y]);
  }

  drawAllPlanes() {
    this.planes = Infinity;
    this.drawPlanes(this.axis);
  }

  listen(view, figure, [x, y]) {
    if (this.brushes)
      view.addSignalListener("brush", (_, ranges) => this.filter.brush(figure.id, ranges));
    view.addEventListener("click", (event) => {
      const frame =
          view.container().querySelector(".role-frame .background").getBoundingClientRect();
      const near = this.nearest(
          view, [event.clientX - frame.left, event.clientY - frame.top], figure.rows, x, y);
      if (near !== null) this.pick(near, true);
    });
  }

  nearest(view, [left, top], rows, x, y) {
    let best = null;
    let least = kReach;
    for (const row of rows) {
      const away = Math.hypot(view.scale("x")(row[x]) - left, view.scale("y")(row[y]) - top);
      if (away < least) [best, least] = [row.point, away];
    }
    return best;
  }

  light(chosen, all) {
    const lit = all ? null : Object.fromEntries(chosen.map((point) => [point.id, 1]));
    for (const {view} of this.views) view.signal("lit", lit).runAsync();
    document.getElementById("chosen").textContent = all
        ? `${this.points.length} points`
        : `${chosen.length} of ${this.points.length} points selected`;
    if (this.table) this.table.replace(chosen);
  }

  ring() {
    for (const {view} of this.views) view.signal("picked", this.picked).runAsync();
  }

  clear() {
    this.search.value = "";
    this.filter.clear();
    this.drawPlanes(this.axis);
  }

  showTable(parent) {
    const known = (key) => this.points.some((point) => isKnown(point[key]));
    const columns = [
      {key: "id", title: "point", number: true, act: (row) => this.pick(row.id, true)},
      {key: "front", title: "front", text: (v) => (v ? "◆" : "")},
      ...kMeasures.filter((one) => known(one.key)).map((one) => ({...one, number: true})),
      ...this.varied().map((axis) => ({
                             key: axis,
                             title: axis,
                             number: this.points.every((point) => typeof point[axis] === "number")
                           })),
      {key: "status", title: "status"},
      ...(known("error") ? [{key: "error", title: "reason"}] : []),
    ];
    this.search = el("input", {
      type: "search",
      id: "search",
      placeholder: "nearest cycles<900000",
      input: () => this.filter.search(this.search.value)
    });
    const section =
        el("section", {}, el("h2", {}, "Points"),
           el("p", {class: "note"},
              `◆ is on the front of ${
                  this.front.keys.map((key) => measure(key).title)
                      .join(", ")}. A heading sorts; a number opens the point.`),
           el("div", {class: "tools"}, el("label", {"for": "search"}, "Search "), this.search));
    parent.append(section);
    this.table = new Table(section, {
      id: "points",
      caption: "Points of the exploration",
      columns,
      rows: this.points,
      limit: 25,
      sort: "accuracy_mean"
    });
    this.table.mark = (row) => row.id === this.picked;
  }

  async pick(id, scroll) {
    if (id === null) return;
    this.picked = id;
    this.ring();
    this.table.show();
    for (const view of this.detailViews) view.finalize();
    const point = this.points.find((one) => one.id === id);
    this.place.replaceChildren(el("h2", {tabindex: "-1"}, `Point ${id}`), this.summary(point));
    if (scroll) {
      this.place.scrollIntoView({behavior: "smooth"});
      this.place.firstChild.focus({preventScroll: true});
    }
    this.detailViews = await showDetail(this.place, dataOf(`detail-${id}`));
  }

  summary(point) {
    const measures = kMeasures.filter((one) => isKnown(point[one.key]))
                         .map((one) => [one.title, one.text(point[one.key])]);
    const settings =
        this.axes.filter((axis) => isKnown(point[axis])).map((axis) => [axis, plain(point[axis])]);
    return el(
        "div", {},
        point.status === "done" ? null
                                : el("p", {class: "warning"},
                                     `${point.status}${point.error ? `: ${point.error}` : ""}`),
        tiles(measures), el("h3", {}, "What makes this point"), tiles(settings));
  }
}
