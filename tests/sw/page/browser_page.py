# SPDX-License-Identifier: Apache-2.0
"""A page in a browser, as the tests of what is shown see it. ITG_PROGRAM names the program."""

import csv
import io
import json
import os
import subprocess
import tempfile
import unittest

from browser import Browser

# What every mark of a figure is, with its datum: Vega keeps it at the element.
MARKS = """
return [...document.querySelectorAll(`#${arguments[0]} .mark-symbol.role-mark path`)]
    .filter((path) => path.__data__.datum && path.__data__.datum.point !== undefined
                      && !["none", "transparent"].includes(path.getAttribute("fill")))
    .map((path) => { const box = path.getBoundingClientRect();
      return [path.__data__.datum.point, box.left + box.width / 2, box.top + box.height / 2,
              Number(path.getAttribute("opacity"))]; });
"""
CELLS = """return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)]
    .map((row) => [...row.cells].map((cell) => cell.textContent));"""
TILES = """return Object.fromEntries([...document.querySelectorAll(`${arguments[0]} .tiles div`)]
    .map((tile) => [tile.children[0].textContent, tile.children[1].textContent]));"""
FIGURES = """return [...document.querySelectorAll("figure")].map((figure) => [figure.id,
    figure.querySelectorAll("svg .role-mark path, svg .role-mark text").length,
    figure.dataset.drawn === "true", figure.getBoundingClientRect().right]);"""


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Page(unittest.TestCase):
    program = os.environ.get("ITG_PROGRAM", "intaglio")

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = cls.enterClassContext(Browser())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.browser.resize(1280, 900)
        self.browser.dark(False)
        self.browser.open(self.page)

    def tearDown(self):
        self.assertEqual([entry["message"] for entry in self.browser.logs("browser")], [],
                         "the console is silent")
        for entry in self.browser.logs("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                request = message["params"]
                if request["documentURL"].startswith("file:"):  # not the browser's own first tab
                    self.assertRegex(request["request"]["url"], "^(file|data|blob):",
                                     "no request leaves the machine")

    def saved(self, selector, name):
        """The contents of the file `name` that a click on the button saves."""
        path = os.path.join(self.browser.downloads, name)
        if os.path.exists(path):
            os.remove(path)
        self.assertTrue(self.browser.run(
            "const b = document.querySelector(arguments[0]); b.click(); return true", selector))
        self.browser.wait(lambda: os.path.exists(path), 20, f"{name} is not saved")
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()

    def saved_table(self, figure):
        text = self.saved(f'#{figure} [aria-label^="Save the numbers"]', f"{figure}.csv")
        return list(csv.DictReader(io.StringIO(text)))

    def every_figure_is_drawn_and_fits(self, width):
        figures = self.browser.run(FIGURES)
        for name, marks, drawn, right in figures:
            self.assertTrue(drawn, name)
            self.assertGreater(marks, 0, f"marks of {name}")
            self.assertLessEqual(right, width, name)
        self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), width)
        return {name for name, *_ in figures}
