#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# scripts/quiet.sh LOG COMMAND...: runs a command whose output only matters when it fails: appends
# it to LOG, and shows the end of it after a failure.
set -uo pipefail
log=$1
shift
mkdir -p "$(dirname "$log")"
echo "\$ $*" >>"$log"
"$@" >>"$log" 2>&1 && exit 0
code=$?
tail -n 40 "$log" >&2
echo "failed: $* (log: $log)" >&2
exit "$code"
