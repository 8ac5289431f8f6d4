#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tests the report page in headless Chromium, and says how fast a page of 1,000 points opens.
# Installs what only this needs: chromium, chromium-driver, the plotting libraries.
#
#   scripts/page_test.sh [PROGRAM]     default: build/program/sw/intaglio
#
# ITG_PAGE_LIMIT_MS=2000: fails when the page of 1,000 points takes longer (a quiet machine).
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-build/program/sw/intaglio}
[[ -x $program ]] || { echo "page_test.sh: $program: not a program; build it first" >&2; exit 1; }
scripts/setup.sh --run chromium chromium-driver python3 >/dev/null
scripts/get_page_libraries.sh
tests/house/page_test.sh "$program"
