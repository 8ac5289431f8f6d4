// SPDX-License-Identifier: Apache-2.0
//
// How an exploration went: the steps of a search with their reasons, and the points that were
// confirmed on the RTL.

function showSteps(parent, overview, pick) {
  const rows = rowsOf(overview.steps);
  if (!rows.length) return;
  const section =
      el("section", {}, el("h2", {}, "Steps of the search"),
         el("p", {class: "note"}, "Why each point was taken, and the points it was made from."));
  parent.append(section);
  new Table(section, {
    id: "steps",
    caption: "Steps of the search",
    rows,
    limit: 25,
    sort: "step",
    downwards: false,
    columns: [
      {key: "step", title: "step", number: true},
      {key: "generation", title: "generation", number: true},
      {key: "point", title: "point", number: true, act: (row) => pick(row.point)},
      {key: "parents", title: "parents"},
      {key: "reason", title: "reason"},
    ],
  });
}

function showConfirmations(parent, overview, pick) {
  const rows = rowsOf(overview.confirmations);
  if (!rows.length) return;
  const agree = rows.filter((row) => row.mismatches === 0 && row.cycle_difference === 0).length;
  const section =
      el("section", {}, el("h2", {}, "Confirmed on the RTL"),
         el("p", {class: "note"},
            `${rows.length} points ran on the RTL for some steps, in lockstep ` +
                `with the golden model; ${
                    agree} of them with the same values and the predicted cycles.`));
  parent.append(section);
  new Table(section, {
    id: "confirmations",
    caption: "Points confirmed on the RTL",
    rows,
    sort: "point",
    downwards: false,
    columns: [
      {key: "point", title: "point", number: true, act: (row) => pick(row.point)},
      {key: "commands", title: "commands compared", number: true, text: count},
      {key: "elements", title: "elements", number: true, text: count},
      {key: "mismatches", title: "mismatches", number: true, text: count},
      {key: "cycle_difference", title: "cycles RTL − predicted", number: true, text: count},
    ],
  });
}
