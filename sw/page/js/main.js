// SPDX-License-Identifier: Apache-2.0
//
// The page: of a training or of an exploration. When the last figure stands, <html> says after how
// many milliseconds: data-drawn.

function showTraining(parent, overview) {
  const {report} = overview;
  const total = (object, key = "total") => (object && isKnown(object[key]) ? object[key] : null);
  const accuracy = (value) => percent(isKnown(value) ? 100 * value : null);
  const pairs = [
    ["test accuracy", accuracy(report.accuracy.test)],
    ["training accuracy", accuracy(report.accuracy.train)],
    ["float test accuracy", accuracy(report.accuracy.float_test)],
    ["cycles of training", count(total(report.cycles, "training"))],
    ["cycles of evaluation", count(total(report.cycles, "evaluation"))],
    ["array use", accuracy(total(report.array, "use"))],
    ["energy", energyText(total(report.energy_pj))],
    ["read from memory", bytesText(total(report.memory, "read_bytes"))],
    ["written to memory", bytesText(total(report.memory, "written_bytes"))],
    ["on the chip", bytesText(report.on_chip_bytes)],
    ["training steps", count(report.simulation.steps)],
    ["machine", plain(report.machine)],
    ["data", `${report.data.name}, ${count(report.data.train_images)} images`],
    ["seed", plain(report.seed)],
  ];
  parent.append(
      report.interrupted
          ? el("p", {class: "warning"}, "The training was stopped before its last epoch.")
          : "",
      el("section", {}, el("h2", {}, "Summary"),
         tiles(pairs.filter(([, value]) => value !== kUnknown)), ranOn(report)));
  const place = el("section", {id: "detail"}, el("h2", {}, "Training"));
  parent.append(place);
  showDetail(place, dataOf("detail-run"));
  parent.append(folded("The rest of report.json", report));
}

function ranOn(report) {
  const compared = report.compare && report.compare.commands
      ? `${count(report.compare.commands)} commands compared with the golden model, ` +
          `${count(report.compare.elements)} elements, ${
              count(report.compare.mismatches)} mismatches. `
      : "";
  const table = report.energy_pj && report.energy_pj.table
      ? `Energy: ${report.energy_pj.table.name}, ${report.energy_pj.table.source}. `
      : "";
  return el(
      "p", {class: "note"},
      compared + table + (report.host ? `On the host: ${report.host.join("; ")}.` : ""));
}

function showExploration(parent, overview) {
  const points = new Points(overview);
  const pick = (id) => points.pick(id, true);
  const of = (status) => points.points.filter((point) => point.status === status).length;
  const space = overview.space;
  parent.append(
      el("section", {}, el("h2", {}, "Summary"), tiles([
           ["points done", `${of("done")} of ${points.points.length}`],
           ...(of("failed") ? [["failed", count(of("failed"))]] : []),
           ...["search", "objectives", "seeds", "target_accuracy", "energy_table", "revision"]
               .filter((key) => isKnown(space[key]))
               .map((key) => [key.replace("_", " "), plain(space[key])]),
           ["on the front", count(points.front.ids.size)],
         ]),
         folded("The space", space)));
  points.show(parent);
  showSteps(parent, overview, pick);
  showConfirmations(parent, overview, pick);
}

function showPage() {
  const parent = document.querySelector("main");
  const overview = dataOf("overview");
  parent.replaceChildren();
  figures.pending += 1;  // the page itself
  (overview.kind === "training" ? showTraining : showExploration)(parent, overview);
  figures.settled = () => requestAnimationFrame(() => {
    document.documentElement.dataset.drawn = Math.round(performance.now());
    figures.settled = null;
  });
  figures.done();
}

darkScheme.addEventListener("change", showPage);
showPage();
