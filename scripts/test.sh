#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Everything that must hold before a change lands; CI runs nothing else.
#
#   scripts/test.sh          set-up, build, all tests, RTL lint, proofs, style, some mutants,
#                            sanitizers
#   scripts/test.sh --full   and the long ones: every proof and mutant, tests labelled "full", all
#                            clang-tidy, the report page in Chromium, explorations on Slurm,
#                            thousands of random programs, whole training runs
#
# Every section runs, also after one has failed; the last lines sum up. Logs: build/log.
set -uo pipefail
cd "$(dirname "$0")/.."

full= quick=1
case ${1:-} in
  --full) full=1 quick= ;;
  '') ;;
  *) echo "usage: scripts/test.sh [--full]" >&2; exit 2 ;;
esac

# In CI a recorded vector that was not replayed is a failure, not a skip.
if [[ ${CI:-} == true && -d ../shared ]]; then export ITG_REQUIRE_VECTORS=1; fi
# What the tests and this script build plug-ins into; not the user's cache.
export ITG_CACHE_DIR=${ITG_CACHE_DIR:-$PWD/build/cache}

logs=build/log
mkdir -p "$logs"
summary=()
failures=0

section() {  # section NAME COMMAND...: runs it, reports the time, remembers the failure
  local name=$1 start=$SECONDS result=ok
  shift
  printf '\n== %s\n' "$name"
  "$@" || { result=FAILED; failures=$((failures + 1)); }
  summary+=("$(printf '%-12s %4d s  %s' "$name" $((SECONDS - start)) "$result")")
}

quiet() { scripts/quiet.sh "$logs/build.log" "$@"; }

build() { quiet cmake --preset "$1" && quiet cmake --build --preset "$1"; }

run_tests() {  # run_tests PRESET: prints failures, skips with their reason, then the counts
  local log=$logs/ctest_$1.log select=() code passed failed skipped
  [[ $full ]] || select=(-LE full)
  ctest --preset "$1" -j "$(nproc)" --no-tests=error "${select[@]}" >"$log" 2>&1
  code=$?
  passed=$(grep -cE '^ *[0-9]+/[0-9]+ Test .* Passed ' "$log")
  skipped=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*Skipped ' "$log")
  failed=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*(Failed|Exception|Timeout|Not Run)' "$log")
  ((code == 0)) || sed -n '/\*\*\*\(Failed\|Exception\|Timeout\|Not Run\)/,/^ *[0-9]*\/[0-9]* Test/p' "$log" | head -n 200
  grep -E '^ *[0-9]+/[0-9]+ Test .*\*\*\*Skipped ' "$log"
  counts+=("$1: $passed passed, $failed failed, $skipped skipped")
  echo "${counts[-1]} (log: $log)"
  return "$code"
}
counts=()

: >"$logs/build.log"
section set-up scripts/setup.sh
section build build release
section tests run_tests release
section lint scripts/lint_rtl.sh ${full:+--full}
section formal scripts/formal.sh ${quick:+--quick}
section style scripts/check_style.sh ${full:+--full}
section mutants scripts/mutants.sh ${quick:+--quick}
[[ $full ]] && section formal-faults scripts/formal.sh --mutants
section asan-build build asan
section asan-tests run_tests asan
if [[ $full ]]; then
  section page scripts/page_test.sh build/release/sw/intaglio
  section slurm scripts/slurm_study.sh build/release/sw/intaglio
  section long-runs scripts/long_runs.sh
fi

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
printf 'total        %4d s\n' "$SECONDS"
printf '%s\n' "${counts[@]}"
if ((failures)); then
  echo "FAILED: $failures section(s)"
  exit 1
fi
echo "all sections passed"
