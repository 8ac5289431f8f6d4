#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang-tidy on the sources of the release build, with a memory.

A source that passed is not looked at again until it, a header of the project, .clang-tidy or the
tool changes. Of the others, --full checks all; the default checks those that the last commit or
the working tree changed, and as many more as --seconds has time for, in an order that starts at
another place with every commit.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DATABASE = Path("build/release/compile_commands.json")
PASSED = Path("build/tidy")
GCC_ONLY = ("-mmove-max=", "-mstore-max=", "-Wno-maybe-uninitialized")  # flags clang refuses


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def sources():
    """The project's sources that the build compiles; leaves a database clang can read."""
    if not DATABASE.exists():
        sys.exit(f"tidy.py: no {DATABASE}; run: cmake --preset release")
    root = Path.cwd()
    database = json.loads(DATABASE.read_text())
    found = set()
    for entry in database:
        words = entry["command"].split(" ")
        entry["command"] = " ".join(w for w in words if not w.startswith(GCC_ONLY))
        file = Path(entry["directory"], entry["file"]).resolve()
        if root in file.parents and root / "build" not in file.parents:
            found.add(str(file.relative_to(root)))
    PASSED.mkdir(parents=True, exist_ok=True)
    (PASSED / "compile_commands.json").write_text(json.dumps(database))
    return sorted(found)


def digest_of(files):
    digest = hashlib.sha256()
    for file in files:
        digest.update(Path(file).read_bytes() + b"\0")
    return digest


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="every source")
    parser.add_argument("--seconds", type=int, default=60,
                        help="time for unchanged sources (default 60)")
    options = parser.parse_args()

    headers = output("git", "ls-files", "-co", "--exclude-standard", "*.h").split()
    common = digest_of([".clang-tidy"] + [h for h in headers if os.path.exists(h)])
    common.update(output("clang-tidy", "--version").encode())

    def stamp(source):
        key = common.copy()
        key.update(source.encode() + b"\0" + Path(source).read_bytes())
        return PASSED / key.hexdigest()

    everything = sources()
    pending = [s for s in everything if not stamp(s).exists()]
    changed = set(output("git", "diff", "--name-only", "HEAD~1").split())
    offset = int(output("git", "rev-list", "--count", "HEAD") or 0) * 7
    others = [s for s in pending if s not in changed]
    turn = offset % max(len(others), 1)
    order = [s for s in pending if s in changed] + others[turn:] + others[:turn]

    start = time.monotonic()

    def check(source):
        late = time.monotonic() - start > options.seconds
        if late and not options.full and source not in changed:
            return None
        run = subprocess.run(["clang-tidy", "--quiet", "-p", str(PASSED), source],
                             capture_output=True, text=True, check=False)
        if run.returncode == 0:
            stamp(source).touch()
        else:
            print(run.stdout or run.stderr, flush=True)
        return run.returncode == 0

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, order))
    bad, left = results.count(False), results.count(None)
    print(f"clang-tidy: {len(everything)} sources, {results.count(True)} checked now, "
          f"{len(everything) - len(pending)} earlier, {left} left for the next run, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
