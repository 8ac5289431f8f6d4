#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests the tests: puts one fault at a time into the RTL and requires that its test finds it.

A mutant counts only if it is hardware that somebody could have written: clean under Verilator's
full lint, elaborating, and failing its test by a wrong result, a stuck machine or a write to where
nothing belongs, not by failing to build. The named test must pass on the unchanged RTL.
List: tests/mutants/mutants.txt. Use: scripts/mutants.sh [--quick] [NAME...]
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIST = Path("tests/mutants/mutants.txt")
PROGRAM = Path("build/release/sw/intaglio")
TESTS = Path("build/release/tests/sim/rtl/rtl_machine_test")
MODEL = "tests/sim/cycle/cycle_test"  # in the build
DATABASE = Path("build/release/compile_commands.json")
COMPARE_PROGRAMS = {"tiny": 300, "odd": 300, "base": 100}
# How a test reports that the hardware went wrong. An exception in a test of TESTS has another line.
STUCK = r": (not finished after|no progress for|(wrote|read) address) \d+"
FOUND = {"compare": re.compile(r"^difference at command|" + STUCK, re.M),
         "model": re.compile(r"_test\.cc:\d+: Failure$", re.M),
         "test": re.compile(r"_test\.cc:\d+: Failure$|" + STUCK, re.M)}


def read_list():
    mutants = []
    for number, line in enumerate(LIST.read_text().splitlines(), 1):
        header = re.fullmatch(r"\[(\w+)\]( quick)?", line)
        field = re.fullmatch(r"(file|from|to|kill)  +(.+)", line)
        if header:
            mutants.append({"name": header[1], "quick": bool(header[2])})
        elif field and mutants and field[1] not in mutants[-1]:
            mutants[-1][field[1]] = field[2]
        elif line and not line.startswith("#"):
            sys.exit(f"{LIST}:{number}: not understood: {line}")
    for mutant in mutants:
        if not {"file", "from", "to", "kill"} <= mutant.keys():
            sys.exit(f"{LIST}: [{mutant['name']}] lacks a field")
    return mutants


def command(kill):
    """The command line of a test named in the list."""
    kind, _, what = kill.partition(" ")
    if kind == "compare" and what in COMPARE_PROGRAMS:
        return [str(PROGRAM), "compare", "--hw", what, "--seed", "1",
                "--programs", str(COMPARE_PROGRAMS[what]), "--no-replay"]
    if kill == "model":
        return [str(PROGRAM.parents[1] / MODEL), "--gtest_brief=1"]
    if kind == "test" and what:
        return [str(TESTS), f"--gtest_filter={what}", "--gtest_brief=1"]
    sys.exit(f"{LIST}: unknown test: {kill}")


def run(argv, share=None):
    """Runs with the RTL of the folder `share`; exit code and output."""
    environment = dict(os.environ)
    if share:
        environment["ITG_SHARE_DIR"] = str(share)
    try:
        done = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=600,
                              check=False)
    except subprocess.TimeoutExpired:
        return -1, "timeout"
    return done.returncode, done.stdout + done.stderr


def copy_sources(share, mutant):
    """The tree that plug-ins are built from, with the fault in it; None, or why not."""
    shutil.copytree("rtl", share / "rtl")
    shutil.copytree("sim/rtl", share / "sim/rtl")
    path = share / "rtl" / mutant["file"]
    text = path.read_text() if path.exists() else ""
    if text.count(mutant["from"]) != 1:
        return f"{mutant['file']} has {text.count(mutant['from'])} times: {mutant['from']}"
    before, _, after = text.partition(mutant["from"])
    path.write_text(before + mutant["to"] + after)
    return None


def lint(share):
    files = sorted((share / "rtl").rglob("*.sv"), key=lambda f: ("_pkg" not in f.name, f))
    return run(["verilator", "--lint-only", "-Wall", "--unroll-count", "4", "--top-module",
                "itg_accelerator", str(share / "rtl/lint.vlt"), *map(str, files)])


def passes(kill):
    """Why the test does not pass on the unchanged RTL; None: it does."""
    code, text = run(command(kill))
    if code == 0 and re.search(r"\b0 tests from", text):
        return "there is no such test"
    return text[-600:] if code else None


def build_model(folder):
    """The tests of sim/cycle with the sources in `folder`; their program, or what the tools say."""
    objects, root = [], Path.cwd()
    for entry in json.loads(DATABASE.read_text()):
        source = Path(entry["file"]).relative_to(root)
        of_model = source.parent == Path("sim/cycle")
        if not of_model and "cycle_test.dir" not in entry["command"]:
            continue
        words = entry["command"].split(" ")
        words = words[:words.index("-o")] + ["-O0", "-o", f"{folder}/{len(objects)}.o", "-c"]
        words.insert(2 if words[0].endswith("ccache") else 1, f"-I{folder}")
        code, text = run([*words, str(folder / source) if of_model else str(source)])
        if code:
            return None, text
        objects.append(f"{folder}/{len(objects)}.o")
    link = subprocess.run(["ninja", "-C", "build/release", "-t", "commands", MODEL],
                          capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    words = next(step for step in link.split(" && ") if " -o " in step).split(" ")
    libraries = [w for w in words[words.index("-o") + 2:] if "libitg_cycle" not in w and w]
    libraries = [f"build/release/{w}" if w.endswith(".a") and w[0] != "/" else w for w in libraries]
    program = f"{folder}/cycle_test"
    code, text = run(["c++", "-o", program, *objects, *libraries])
    return (None, text) if code else (program, None)


def judge_model(mutant):
    """The same of a fault in sim/cycle, the model of the RTL's timing."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree("sim/cycle", f"{folder}/sim/cycle")
        path = Path(folder) / mutant["file"]
        text = path.read_text() if path.exists() else ""
        if text.count(mutant["from"]) != 1:
            return f"{mutant['file']} has {text.count(mutant['from'])} times: {mutant['from']}"
        path.write_text(text.replace(mutant["from"], mutant["to"]))
        program, problem = build_model(Path(folder))
        if problem:
            return "does not build:\n" + problem[-600:]
        code, text = run([program, "--gtest_brief=1"])
        if code == 0:
            return "SURVIVED model"
        return None if FOUND["model"].search(text) else f"failed (exit {code}):\n" + text[-600:]


def judge(mutant):
    """What is wrong with the mutant or its test; None: killed."""
    if mutant["kill"] == "model":
        return judge_model(mutant)
    with tempfile.TemporaryDirectory() as folder:
        share = Path(folder)
        problem = copy_sources(share, mutant)
        if problem:
            return problem
        code, text = lint(share)
        if code:
            return "not lint-clean:\n" + text[:600]
        code, text = run(command(mutant["kill"]), share)
        if code == 0:
            return f"SURVIVED {mutant['kill']}"
        if not FOUND[mutant["kill"].partition(" ")[0]].search(text):
            return f"{mutant['kill']} failed (exit {code}), but not by its result:\n" + text[-600:]
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only those marked quick")
    parser.add_argument("name", nargs="*", help="only these")
    options = parser.parse_args()
    mutants = [m for m in read_list()
               if (m["name"] in options.name if options.name else m["quick"] or not options.quick)]
    missing = [str(needed) for needed in (PROGRAM, TESTS) if not needed.exists()]
    if missing or not mutants:
        sys.exit("mutants.py: no " + (", ".join(missing) or "such mutant"))

    failures = 0
    with tempfile.TemporaryDirectory() as cache, ThreadPoolExecutor(os.cpu_count()) as pool:
        # Mutants' plug-ins are of no further use; Verilator's runtime comes from ccache.
        os.environ["ITG_CACHE_DIR"] = cache
        start = time.monotonic()
        kills = sorted({m["kill"] for m in mutants})
        for kill, problem in zip(kills, pool.map(passes, kills)):
            if problem:
                failures += 1
                print(f"the unchanged RTL fails {kill}:\n{problem}", flush=True)
        for mutant, problem in zip(mutants, pool.map(judge, mutants)):
            failures += problem is not None
            print(f"  {mutant['name']:32} {problem or 'killed by ' + mutant['kill']}", flush=True)
    print(f"mutants: {len(mutants)}, {failures} problems, {time.monotonic() - start:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
