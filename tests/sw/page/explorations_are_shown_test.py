# SPDX-License-Identifier: Apache-2.0
"""Does a browser show what an exploration measured? Clicks, drags, sorts and saves as a reader
does, and compares what is then seen with the database."""

import csv
import io
import os
import sqlite3
import statistics
import sys
import xml.etree.ElementTree as xml

from browser_page import CELLS, MARKS, TILES, Page, run
from make_exploration import NASTY

HERE = os.path.dirname(os.path.abspath(__file__))
POINTS = 200


class Exploration(Page):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = os.path.join(cls.folder.name, "points.db")
        cls.page = os.path.join(cls.folder.name, "points.html")
        run(sys.executable, os.path.join(HERE, "make_exploration.py"), cls.database, str(POINTS))
        run(cls.program, "report", cls.database, "--out", cls.page)
        cls.db = sqlite3.connect(cls.database)
        cls.db.row_factory = sqlite3.Row

    @classmethod
    def tearDownClass(cls):
        cls.db.close()
        super().tearDownClass()

    def points(self, where="1"):
        return self.db.execute(f"SELECT * FROM points WHERE {where} ORDER BY id").fetchall()

    def shown(self):
        """Numbers of the points in the table, all of them, in its order."""
        self.browser.run("const all = [...document.querySelectorAll('button')]"
                         ".find((b) => b.textContent.startsWith('Show all') && !b.hidden &&"
                         " b.closest('section').querySelector('#points')); if (all) all.click();")
        return [int(row[0]) for row in self.browser.run(CELLS, "points")]

    def test_every_figure_is_drawn(self):
        names = self.every_figure_is_drawn_and_fits(1280)
        self.assertLessEqual({"plane-energy_pj-accuracy_mean", "plane-cycles-accuracy_mean",
                              "plane-area_um2-accuracy_mean", "accuracy-by-epoch", "roofline",
                              "cycles-by-phase", "energy-by-component", "value-ranges"}, names)
        marks = self.browser.run(MARKS, "plane-energy_pj-accuracy_mean")
        self.assertEqual(sorted(mark[0] for mark in marks),
                         [row["id"] for row in self.points("status = 'done'")])

    def test_a_phone_sees_one_column(self):
        self.browser.resize(375, 800, touch=True)
        self.browser.open(self.page)
        self.every_figure_is_drawn_and_fits(375)
        lefts = self.browser.run("return [...new Set([...document.querySelectorAll('figure')]"
                                 ".map((f) => f.getBoundingClientRect().left))]")
        self.assertEqual(len(lefts), 1)

    def test_the_dark_scheme_is_dark(self):
        colour = "return getComputedStyle(document.body).backgroundColor"
        light = self.browser.run(colour)
        self.browser.dark(True)
        self.browser.open(self.page)
        self.assertNotEqual(self.browser.run(colour), light)
        self.every_figure_is_drawn_and_fits(1280)

    def test_names_are_text_and_never_markup(self):
        self.assertEqual(self.browser.run("return document.title"), f"widths {NASTY}")
        self.assertEqual(self.browser.run("return document.querySelectorAll('b').length"), 0)
        failed = self.points("status = 'failed'")[0]
        self.browser.run("const box = document.getElementById('search'); box.value = 'failed';"
                         "box.dispatchEvent(new Event('input'))")
        self.assertIn(failed["error"], self.browser.run(CELLS, "points")[0])

    def test_a_click_shows_the_point(self):
        figure = "plane-area_um2-accuracy_mean"
        self.browser.run(f"document.getElementById('{figure}').scrollIntoView({{block: 'center'}})")
        marks = self.browser.run(MARKS, figure)
        lonely = [mark for mark in marks
                  if sum(abs(mark[1] - o[1]) + abs(mark[2] - o[2]) < 8 for o in marks) == 1]
        self.assertGreater(len(lonely), 3)
        for number, across, down, _ in (lonely[0], lonely[-1]):
            self.browser.run(
                f"document.getElementById('{figure}').scrollIntoView({{block: 'center'}})")
            now = {mark[0]: mark for mark in self.browser.run(MARKS, figure)}[number]
            self.browser.click(now[1:3])
            self.browser.wait(lambda: self.browser.run(
                "return document.querySelector('#detail h2').textContent") == f"Point {number}", 10,
                f"point {number} is not shown")
            self.compare_detail(number)

    def compare_detail(self, number):
        self.browser.wait(lambda: self.browser.run(
            "return document.querySelector('#commands') !== null"), 10, "no table of the commands")
        point = self.points(f"id = {number}")[0]
        tiles = self.browser.run(TILES, "#detail")
        self.assertEqual(tiles["accuracy"], f"{point['accuracy_mean']:.2f} %")
        self.assertEqual(tiles["cycles"], f"{point['cycles']:,}")
        self.assertEqual(tiles["clock"], f"{point['clock_mhz']:.0f} MHz")
        for row in self.db.execute("SELECT key, value FROM settings WHERE point = ?", (number,)):
            self.assertEqual(tiles[row["key"]], str(row["value"]))
        commands = [(row["layer"], row["command"], row["phase"], f"{row['cycles']:,}") for row in
                    self.db.execute("SELECT * FROM layers WHERE point = ?", (number,))]
        self.assertEqual(sorted(tuple(row[:4]) for row in self.browser.run(CELLS, "commands")),
                         sorted(commands))
        curves = {(row["epoch"], row["seed"]): float(row["accuracy"])
                  for row in self.saved_table("accuracy-by-epoch") if row["images"] == "test"}
        self.assertEqual(curves, {(str(r["epoch"]), str(r["seed"])): r["test_accuracy"] for r in
                                  self.db.execute("SELECT * FROM epochs WHERE point = ?", (number,))})
        ranges = {row["tensor"]: (row["bits"], row["used_bits"]) for row in
                  self.saved_table("value-ranges")}
        self.assertEqual(ranges, {r["tensor"]: (str(r["bits"]), str(r["used_bits"])) for r in
                                  self.db.execute("SELECT * FROM ranges WHERE point = ?", (number,))})

    def test_a_click_on_a_heading_sorts(self):
        head = "[...document.querySelectorAll('#points th button')]" \
            ".find((b) => b.dataset.key === 'cycles')"
        cycles = {row["id"]: row["cycles"] for row in self.points()}
        for order, sign in (("descending", -1), ("ascending", 1)):
            self.browser.run(head + ".click()")
            self.assertEqual(self.browser.run(
                f"return {head}.closest('th').getAttribute('aria-sort')"), order)
            shown = self.shown()
            self.assertEqual(sorted(shown), sorted(cycles))
            values = [cycles[point] for point in shown]
            known = [value for value in values if value is not None]
            self.assertEqual(known, sorted(known, key=lambda value: sign * value))
            self.assertEqual(values[len(known):], [None] * (len(values) - len(known)))

    def test_a_brush_selects_in_all_figures_and_the_table(self):
        figure, other = "plane-energy_pj-accuracy_mean", "plane-cycles-accuracy_mean"
        self.browser.run(f"document.getElementById('{figure}').scrollIntoView({{block: 'center'}})")
        marks = self.browser.run(MARKS, figure)
        left, right = (edge(mark[1] for mark in marks) for edge in (min, max))
        top, bottom = (edge(mark[2] for mark in marks) for edge in (min, max))
        start = (left - 6, top - 6)
        end = ((left + right) / 2 + 1, (top + bottom) / 2 + 1)
        self.browser.drag(start, end)
        inside = {mark[0] for mark in marks if mark[1] < round(end[0]) and mark[2] < round(end[1])}
        self.assertGreater(len(inside), 0)
        self.assertLess(len(inside), len(marks))
        self.browser.wait(lambda: self.browser.run(
            "return document.getElementById('chosen').textContent") ==
            f"{len(inside)} of {POINTS} points selected", 10, f"not {len(inside)} points")
        self.assertEqual(set(self.shown()), inside)
        self.browser.wait(lambda: {mark[0] for mark in self.browser.run(MARKS, other)
                                   if mark[3] > 0.5} == inside, 10, "the other figure is not linked")
        self.browser.run("document.getElementById('clear').click()")
        self.browser.wait(lambda: len(self.shown()) == POINTS, 10, "the brush stays")

    def test_the_search_narrows(self):
        for text, where in (("hw.rows=8", "key = 'hw.rows' AND value = 8"),
                            ("bits.weight<=5", "key = 'bits.weight' AND value <= 5")):
            self.browser.run("const box = document.getElementById('search');"
                             "box.value = arguments[0]; box.dispatchEvent(new Event('input'))", text)
            wanted = {row[0] for row in self.db.execute(f"SELECT point FROM settings WHERE {where}")}
            self.assertEqual(set(self.shown()), wanted)

    def test_tables_are_saved_as_they_are(self):
        text = self.saved('[aria-label="Save as CSV: Points of the exploration"]', "points.csv")
        rows = {int(row["id"]): row for row in csv.DictReader(io.StringIO(text))}
        for point in self.points():
            row = rows.pop(point["id"])
            for key in ("accuracy_mean", "energy_pj", "cycles", "area_um2"):
                self.assertEqual(row[key] and float(row[key]), point[key] or "")
            self.assertEqual(row["error"], point["error"] or "")
        self.assertEqual(rows, {})

    def test_figures_are_saved_as_svg(self):
        figure = "plane-energy_pj-accuracy_mean"
        text = self.saved(f'#{figure} [aria-label^="Save as SVG"]', f"{figure}.svg")
        paths = xml.fromstring(text).iter("{http://www.w3.org/2000/svg}path")
        self.assertGreater(len(list(paths)), len(self.points("status = 'done'")))
        table = {int(row["point"]): float(row["energy_pj"]) for row in self.saved_table(figure)}
        self.assertEqual(table, {r["id"]: r["energy_pj"] for r in self.points("status = 'done'")})

    def test_a_thousand_points_open(self):
        """How fast depends on the machine: told, and bounded where ITG_PAGE_LIMIT_MS says so."""
        database = os.path.join(self.folder.name, "thousand.db")
        page = os.path.join(self.folder.name, "thousand.html")
        run(sys.executable, os.path.join(HERE, "make_exploration.py"), database, "1000")
        run(self.program, "report", database, "--out", page)
        times = [self.browser.open(page) for _ in range(5)]
        print(f"1,000 points: {os.path.getsize(page) / 1e6:.2f} MB, drawn after "
              f"{statistics.median(times):.0f} ms (median of {times})", file=sys.stderr)
        self.assertEqual(len(self.browser.run(MARKS, "plane-energy_pj-accuracy_mean")), 990)
        self.assertLess(statistics.median(times), float(os.environ.get("ITG_PAGE_LIMIT_MS", 60000)))
