// SPDX-License-Identifier: Apache-2.0
//
// Colours. The categories are those of Okabe and Ito (2008), told apart by readers of any colour
// vision; in every figure a second sign (shape, dashes, letter, order) says the same.

const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");

const kCategories = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999"];
const kShapes =
    ["circle", "square", "triangle-up", "cross", "diamond", "triangle-down", "triangle-right"];
const kPhases = ["forward", "loss", "error", "gradient", "update"];
const kTerms = ["stream", "second_pass", "fill", "fetch", "write_back", "stall", "drain"];
const kComponents = ["mac", "scratchpad", "accumulator", "dram", "rounding"];

function ink() {
  return darkScheme.matches ? {
    text: "#e6e6e6",
    soft: "#a8adb4",
    grid: "#3a3f45",
    card: "#1d2125",
    strong: "#ffffff",
    track: "#3a4048"
  }
                            : {
                                text: "#1b1f23",
                                soft: "#59636e",
                                grid: "#e3e6ea",
                                card: "#ffffff",
                                strong: "#000000",
                                track: "#dfe3e8"
                              };
}

function vegaConfig() {
  const colour = ink();
  const font = "system-ui, sans-serif";
  return {
    background: colour.card,
    aria: false,  // the figure says it as a whole; a label for each of a thousand marks takes long
    font,
    view: {stroke: colour.grid},
    axis: {
      labelColor: colour.soft,
      titleColor: colour.text,
      gridColor: colour.grid,
      domainColor: colour.soft,
      tickColor: colour.soft,
      titleFontWeight: "normal",
      labelFontSize: 11,
      titleFontSize: 12,
      labelLimit: 130
    },
    legend: {
      labelColor: colour.text,
      titleColor: colour.text,
      titleFontWeight: "normal",
      orient: "top",
      symbolStrokeColor: colour.text,
      labelFontSize: 11,
      titleFontSize: 12,
      titleOrient: "left"
    },
    text: {color: colour.text, font},
    line: {strokeWidth: 2},
    range: {category: kCategories, symbol: kShapes},
  };
}
