#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does a browser show what was measured? Needs chromium, chromium-driver and the plotting libraries:
# scripts/page_test.sh brings them.
#   page_test.sh PROGRAM
set -euo pipefail
cache=${ITG_CACHE_DIR:-${XDG_CACHE_HOME:+$XDG_CACHE_HOME/intaglio}}
for needed in chromium chromedriver; do
  command -v "$needed" >/dev/null || { echo "skipped: no $needed here; scripts/page_test.sh installs it"; exit 77; }
done
[[ -f ${cache:-${HOME:-}/.cache/intaglio}/page/vega.min.js ]] ||
  { echo "skipped: no plotting libraries here; scripts/get_page_libraries.sh fetches them"; exit 77; }
ITG_PROGRAM=$(realpath "$1")
export ITG_PROGRAM
exec /usr/bin/python3 -m unittest discover -v -s tests/sw/page -p '*_test.py'
