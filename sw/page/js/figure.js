// SPDX-License-Identifier: Apache-2.0
//
// A figure: a heading, a drawing in SVG by Vega-Lite, a sentence that says what is seen, and
// buttons that save it. `Figures` counts what is still being drawn, so that the page can say when
// it is complete.

class Figures {
  constructor() {
    this.pending = 0;
    this.settled = null;  // called when the last figure has been drawn
  }

  // `figure`: {id, title, note, about, spec, rows}. `rows` are the data of the drawing and of its
  // CSV. Resolves to the Vega view.
  async draw(parent, figure) {
    const plot =
        el("div", {class: "plot", role: "img", "aria-label": `${figure.title}. ${figure.about}`});
    const buttons = el("div", {class: "buttons"});
    const element =
        el("figure", {id: figure.id, class: figure.wide ? "wide" : null},
           el("figcaption", {}, el("h3", {}, figure.title), el("p", {class: "note"}, figure.about)),
           plot, buttons);
    parent.append(element);
    this.pending += 1;
    const view = await this.embed(plot, figure);
    buttons.append(
        saveButton(
            "SVG", `Save as SVG: ${figure.title}`,
            async () => save(fileName(figure.id, "svg"), "image/svg+xml", await view.toSVG())),
        saveButton(
            "CSV", `Save the numbers as CSV: ${figure.title}`,
            () => save(fileName(figure.id, "csv"), "text/csv", csvOf(figure.rows))));
    element.dataset.drawn = "true";
    this.done();
    return view;
  }

  async embed(plot, figure) {
    const spec = {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      width: "container",
      autosize: {type: "fit-x", contains: "padding"},
      data: {name: "rows", values: figure.rows},
      ...figure.spec,
    };
    const result = await vegaEmbed(plot, spec, {
      actions: false,
      renderer: "svg",
      config: vegaConfig(),
      tooltip: {theme: darkScheme.matches ? "dark" : "light"},
    });
    return result.view;
  }

  done() {
    this.pending -= 1;
    if (this.pending === 0 && this.settled) this.settled();
  }
}

const figures = new Figures();
