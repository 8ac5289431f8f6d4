#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves properties of RTL modules: Yosys turns a module and its harness into SMT, z3 decides.

List: tests/formal/proofs.txt; it says what the fields mean. Counterexamples: build/formal/*.vcd.
  scripts/formal.sh [--quick] [NAME...]      prove
  scripts/formal.sh --mutants [NAME...]      faults of tests/formal/mutants.txt must be found
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path("tests/formal")
OUT = Path("build/formal")
AT_ONCE = 2
# Not incremental, so that z3 solves by bits and not by its general search: seconds, not minutes.
SOLVER = ["yosys-smtbmc", "-s", "z3", "--unroll", "--noincr", "--noprogress"]
MUTANT_STEPS = 8  # from reset, within which a fault must show
PLAIN_GATE = "formal_plain_gate"
ENABLE_GATE = "formal_enable_gate"
TIMEOUT = 600  # seconds of one run of a tool
MODEL = """proc
memory -nordff
flatten
opt_clean
dffunmap
"""
# Registers whose clock is not clk_i itself are behind the gate.
ENABLES = f"techmap -map {FOLDER}/gated_dff.v t:$dff w:clk_i %co1:+$dff[CLK] %d\n"
# The two forms of a module with its own clock gate become one, every register an output of it.
MITER = """design -copy-from plain -as plain plain
design -copy-from gated -as gated gated
expose -shared -dff plain gated{unseen}
miter -equiv -make_assert plain gated miter
hierarchy -top miter
flatten
opt_clean
setundef -init -zero
"""


def read_list(path, headers, needed):
    """Entries "[name] flag" with lines "field value", as dictionaries."""
    entries = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        header = re.fullmatch(r"\[(\w+)\]( quick)?", line)
        field = re.fullmatch(r"(\w+) +(.+)", line)
        if header:
            entries.append({"name": header[1], "quick": bool(header[2])})
        elif field and entries and field[1] in headers and field[1] not in entries[-1]:
            entries[-1][field[1]] = field[2]
        elif line and not line.startswith("#"):
            sys.exit(f"{path}:{number}: not understood: {line}")
    for entry in entries:
        if not needed <= entry.keys():
            sys.exit(f"{path}: [{entry['name']}] lacks a field of {sorted(needed)}")
    return entries


def read_proofs():
    fields = {"harness", "gate", "unseen", "how", "clock", "proves"}
    proofs = read_list(FOLDER / "proofs.txt", fields, {"how", "proves"})
    for proof in proofs:
        what = proof.get("harness", proof.get("gate"))
        if not what or not re.fullmatch(r"(induction|bmc) \d+|exhaustive", proof["how"]):
            sys.exit(f"{FOLDER}/proofs.txt: [{proof['name']}]: no harness, or no method")
        proof["top"], *proof["parameters"] = what.split()
    return proofs


def sources(rtl, top):
    """The files that `top` needs, packages first, and not the harness itself."""
    files = {f.stem: f for f in [*rtl.rglob("*.sv"), *FOLDER.glob("*.sv")]}
    seen, todo = set(), [top, PLAIN_GATE, ENABLE_GATE]
    while todo:
        name = todo.pop()
        if name in files and name not in seen:
            seen.add(name)
            todo += re.findall(r"\b(?:itg|formal)_\w+", files[name].read_text())
    return sorted((files[name] for name in seen), key=lambda f: ("_pkg" not in f.name, f.name))


def read_files(files, work, gated=None):
    """Copies for Yosys with proof models of clock gates: one that gates in the module `gated`."""
    lines = []
    for file in files:
        gate = ENABLE_GATE if file.stem == gated else PLAIN_GATE
        text = file.read_text()
        if file.parent != FOLDER and file.stem != "itg_clock_gate":
            text = re.sub(r"\bitg_clock_gate\b", gate, text)
        copy = work / file.name
        copy.write_text(text)
        lines.append(f"read_verilog {'-formal ' if file.parent == FOLDER else ''}-sv {copy}")
    return "\n".join(lines) + "\n"


def script(proof, rtl, work):
    """The Yosys script that makes work/model.smt2 of a proof."""
    files = sources(rtl, proof["top"])
    settings = "".join(f"-set {p.replace('=', ' ')} " for p in proof["parameters"])
    hierarchy = f"chparam {settings} {proof['top']}\n" if settings else ""
    hierarchy += f"hierarchy -check -top {proof['top']}\n"
    if "gate" in proof:
        text = ""
        for form, gated, enables in (("plain", None, ""), ("gated", proof["top"], ENABLES)):
            (work / form).mkdir()
            text += read_files(files, work / form, gated) + hierarchy + MODEL + enables
            text += f"rename -top {form}\ndesign -stash {form}\n"
        unseen = "".join(f" w:{name} %d" for name in proof.get("unseen", "").split())
        text += MITER.format(unseen=unseen)
    else:
        text = read_files(files, work) + hierarchy + MODEL
    clocks = "clk2fflogic" if proof.get("clock") == "free" else "async2sync"
    return (text + f"check\n{clocks}\nopt -fast\ndffunmap\n"
            f"write_smt2 -wires {work}/model.smt2\n")


def run(argv):
    """Exit code and output; after TIMEOUT the tool and the solver that it started are ended."""
    with subprocess.Popen([*map(str, argv)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, start_new_session=True) as tool:
        try:
            text, _ = tool.communicate(timeout=TIMEOUT)
            return tool.returncode, text
        except subprocess.TimeoutExpired:
            os.killpg(tool.pid, signal.SIGKILL)
            return -1, f"{argv[0]}: nothing after {TIMEOUT} s"


def solve(proof, work, trace):
    """None: proven. Else what went wrong, with the path of the counterexample."""
    method, _, depth = proof["how"].partition(" ")
    depth = depth or "1"
    for step in [["bmc"], ["bmc", "induction"]][method == "induction"]:
        vcd = f"{trace}_{step}.vcd"
        code, text = run([*SOLVER, *(["-i"] if step == "induction" else []), "-t", depth,
                          "--dump-vcd", vcd, work / "model.smt2"])
        if code == 0:
            continue
        failed = re.findall(r"Assert failed in .*", text)
        if not failed:
            return f"the solver ended without an answer:\n{text[-800:]}"
        return f"FAILED by {step} {depth}: {failed[-1]}\n    counterexample: {vcd}"
    return None


def prove(proof, rtl=Path("rtl"), out=OUT):
    """What went wrong (None: proven) and how many seconds it took."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "model.ys").write_text(script(proof, rtl, work))
        code, text = run(["yosys", "-q", "-s", work / "model.ys"])
        loose = re.findall(r"Wire \w+\.\\.* is used but has no driver", text)
        if code or loose:
            problem = "Yosys: " + (loose or [text[-800:]])[0]
        else:
            problem = solve(proof, work, out / proof["name"])
    return problem, time.monotonic() - start


def prove_all(proofs):
    failures = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for proof, (problem, seconds) in zip(proofs, pool.map(prove, proofs)):
            failures += problem is not None
            print(f"  {proof['name']:24} {proof['how']:13} {seconds:5.1f} s  "
                  f"{problem or proof['proves']}", flush=True)
    return failures


def judge(mutant, proofs):
    """What is wrong with the mutant or its proof; None: the proof fails on it."""
    proof = next((p for p in proofs if p["name"] == mutant["kill"]), None)
    if not proof:
        return f"no such proof: {mutant['kill']}"
    with tempfile.TemporaryDirectory() as folder:
        rtl = Path(folder) / "rtl"
        shutil.copytree("rtl", rtl)
        path = rtl / mutant["file"]
        text = path.read_text() if path.exists() else ""
        if text.count(mutant["from"]) != 1:
            return f"{mutant['file']} has {text.count(mutant['from'])} times: {mutant['from']}"
        path.write_text(text.replace(mutant["from"], mutant["to"]))
        if proof["how"] != "exhaustive":
            proof = {**proof, "how": f"bmc {MUTANT_STEPS}"}
        problem, _ = prove(proof, rtl, Path(folder))
    if problem is None:
        return f"SURVIVED {mutant['kill']}"
    return None if problem.startswith("FAILED by bmc") else f"not by a counterexample: {problem}"


def kill_all(mutants, proofs):
    failures = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for mutant, problem in zip(mutants, pool.map(lambda m: judge(m, proofs), mutants)):
            failures += problem is not None
            print(f"  {mutant['name']:34} {problem or 'killed by ' + mutant['kill']}", flush=True)
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only those marked quick")
    parser.add_argument("--mutants", action="store_true", help="the proofs must fail on faults")
    parser.add_argument("name", nargs="*", help="only these")
    options = parser.parse_args()
    proofs = read_proofs()
    entries = proofs
    if options.mutants:
        entries = read_list(FOLDER / "mutants.txt", {"file", "from", "to", "kill"},
                            {"file", "from", "to", "kill"})
        idle = {p["name"] for p in proofs} - {m["kill"] for m in entries}
        if idle:
            sys.exit(f"{FOLDER}/mutants.txt: no fault for {', '.join(sorted(idle))}")
    unknown = set(options.name) - {e["name"] for e in entries}
    if unknown:
        sys.exit(f"formal.py: no {' or '.join(sorted(unknown))} in the list")
    chosen = [e for e in entries if (e["name"] in options.name if options.name
                                     else e["quick"] or not options.quick)]
    OUT.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    failures = kill_all(chosen, proofs) if options.mutants else prove_all(chosen)
    print(f"formal: {len(chosen)} {'mutants' if options.mutants else 'proofs'}, "
          f"{failures} problems, {time.monotonic() - start:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
