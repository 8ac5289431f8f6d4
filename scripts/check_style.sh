#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The rules of the house that a machine can check. `--full` runs clang-tidy on every source; else
# on those that changed and on a few others each time (scripts/tidy.py).
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0

complain() {  # complain TITLE LINES: a check has failed when there are lines
  [[ -z $2 ]] && return
  printf '%s\n%s\n' "$1" "$2"
  failed=1
}

# Tracked files, and new ones that git does not ignore.
files() { git ls-files -co --exclude-standard -- "$@" | while read -r f; do [[ -f $f ]] && echo "$f"; done; }

format() {
  files '*.h' '*.cc' | xargs -r clang-format --dry-run -Werror 2>&1 | grep 'error:'
}

# The licence stands in the first line, or in the second, under #!.
licence() {
  files '*.h' '*.cc' '*.sv' '*.vlt' '*.sh' '*.py' '*.cmake' '*CMakeLists.txt' '.ci/*' | while read -r f; do
    head -n 2 "$f" | grep -q 'SPDX-License-Identifier: Apache-2.0' || echo "  $f"
  done
}

# The sizes at which a file is to be split.
sizes() {
  local f lines limit
  files '*.h' '*.cc' '*.sv' '*.sh' '*.py' '*README.md' | while read -r f; do
    case $f in
      tests/*) limit=250 ;;
      *.h) limit=200 ;;
      README.md) limit=200 ;;
      *README.md) limit=150 ;;
      *) limit=300 ;;
    esac
    lines=$(wc -l <"$f")
    ((lines <= limit)) || echo "  $f: $lines lines, limit $limit"
  done
}

text_form() {
  files '*.sv' '*.h' '*.cc' | xargs -r grep -nP '\t| +$|^.{101}' | sed 's/^/  /' | cut -c1-120
}

# One module a file, of the same name, with our prefix.
module_names() {
  local f name
  files 'rtl/*.sv' | while read -r f; do
    name=$(basename "$f" .sv)
    [[ $(grep -cE '^(module|package) ' "$f") == 1 ]] && grep -qE "^(module|package) $name\b" "$f" &&
      [[ $name == itg_* ]] || echo "  $f"
  done
}

untested_modules() {
  local f name
  files 'rtl/*.sv' | while read -r f; do
    name=$(basename "$f" .sv)
    [[ $name == *_pkg ]] || grep -rqw "$name" tests || echo "  $f"
  done
}

# A path of somebody's machine, in a file that everybody gets.
foreign_paths() { git grep -nE '(^|[^a-zA-Z0-9._-])/(home|work|tmp/[a-z])/' -- . ':!scripts/check_style.sh' | sed 's/^/  /'; }

# sim/config/json.h keeps its templates from being compiled everywhere.
plain_json() { files '*.h' '*.cc' | grep -vx sim/config/json.h | xargs -r grep -n '#include <nlohmann/json.hpp>' | sed 's/^/  /'; }

missing_scripts() {
  local s
  git ls-files '*.md' | xargs -r grep -ohE '(\./)?scripts/[a-z_]+\.(sh|py)' | sort -u | while read -r s; do
    [[ -x $s ]] || echo "  $s"
  done
}

large_files() { files | xargs -r -d '\n' du -k | awk '$1 > 1024 { print "  " $2 ": " $1 " KiB" }'; }

complain 'clang-format:' "$(format)"
complain 'no SPDX line at the top:' "$(licence)"
complain 'too long, split where the halves change for different reasons:' "$(sizes)"
complain 'tab, blank at the end of a line, or more than 100 columns:' "$(text_form)"
complain 'not one module or package itg_* of the name of the file:' "$(module_names)"
complain 'RTL module that no test names:' "$(untested_modules)"
complain 'path of one machine:' "$(foreign_paths)"
complain 'sim/config/json.h is to be included instead:' "$(plain_json)"
complain 'a document names a script that is missing or not executable:' "$(missing_scripts)"
complain 'larger than 1 MiB:' "$(large_files)"
scripts/tidy.py "$@" || failed=1

((failed)) && exit 1
echo "style: no complaint about $(files | wc -l) files"
