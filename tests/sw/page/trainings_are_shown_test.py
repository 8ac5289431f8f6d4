# SPDX-License-Identifier: Apache-2.0
"""Does a browser show what the report of a training says?"""

import json
import os

from browser_page import CELLS, TILES, Page, run


class Training(Page):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        run(cls.program, "train", "--config", "digits", "--machine", "cycle", "--hw", "base",
            "--set", "epochs=3", "--stats", "40", "--log-every", "5", "--out", cls.folder.name)
        run(cls.program, "report", cls.folder.name)
        cls.page = os.path.join(cls.folder.name, "report.html")
        with open(os.path.join(cls.folder.name, "report.json"), encoding="utf-8") as file:
            cls.report = json.load(file)

    def commands(self):
        return [(layer, kind, command) for layer, entry in self.report["layers"].items()
                for kind, command in entry.get("commands", {}).items()]

    def test_every_figure_is_drawn(self):
        self.assertEqual(self.every_figure_is_drawn_and_fits(1280), {
            "accuracy-by-epoch", "loss-by-epoch", "loss-by-step", "roofline", "cycles-by-phase",
            "cycles-by-term", "energy-by-phase", "energy-by-component", "value-ranges",
            "magnitudes"})
        self.browser.resize(375, 800, touch=True)
        self.browser.open(self.page)
        self.every_figure_is_drawn_and_fits(375)

    def test_the_numbers_are_those_of_the_report(self):
        tiles = self.browser.run(TILES, "main section")
        self.assertEqual(tiles["test accuracy"], f"{100 * self.report['accuracy']['test']:.2f} %")
        self.assertEqual(tiles["cycles of training"], f"{self.report['cycles']['training']:,}")
        rows = {(row[0], row[1]): row[3] for row in self.browser.run(CELLS, "commands")}
        self.assertEqual(rows, {(layer, kind): f"{command['cycles']:,}"
                                for layer, kind, command in self.commands()})

    def test_the_energy_of_the_components_is_that_of_the_commands(self):
        drawn = sum(float(row["amount"]) for row in self.saved_table("energy-by-component"))
        told = sum(command["energy_pj"] for *_, command in self.commands())
        self.assertAlmostEqual(drawn / told, 1, places=12)
