#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does an installed program work by itself? Installs the build tree (argument 1) into a folder of
# its own and trains with what stands there: first on golden, then on the RTL, whose plug-in must
# be built from the installed sources and not from the source tree.
set -euo pipefail
build=$1
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

fail() { echo "install_test: $*" >&2; exit 1; }

cmake --install "$build" --prefix "$prefix" >/dev/null
cd "$prefix"
export ITG_CACHE_DIR=$prefix/cache
unset ITG_SHARE_DIR

grep -q 'Apache License' share/doc/intaglio/LICENSE || fail "LICENSE is not installed"
grep -q 'CC BY 4.0' share/doc/intaglio/NOTICE || fail "the attribution of the digits is not installed"

train=(bin/intaglio train --config digits --hw tiny --seed 3 --set data.train_limit=64 --set data.test_limit=40
       --set 'network=[{"linear":8},"relu",{"linear":10}]')
"${train[@]}" --machine golden --out golden >/dev/null || fail "does not train on golden"

command -v verilator >/dev/null || { echo "skipped: Verilator is not installed"; exit 77; }
"${train[@]}" --machine rtl --check --out rtl >/dev/null || fail "does not train on the RTL"
digest() { sed -nE 's/.*"sha256": "([0-9a-f]{64})".*/\1/p' "$1/report.json"; }
[[ -n $(digest rtl) ]] || fail "the report has no digest of the weights"
[[ $(digest rtl) == "$(digest golden)" ]] || fail "golden and RTL end with different weights"

# Were the installed sources the ones that were used? Without them it must not work.
mv share/intaglio/rtl/itg_top.sv .
if "${train[@]}" --machine rtl >/dev/null 2>message; then fail "uses the RTL of the source tree"; fi
grep -q 'itg_top' message || fail "unexpected message: $(cat message)"

code=0
ITG_SHARE_DIR=$prefix/nowhere "${train[@]}" --machine golden >/dev/null 2>message || code=$?
[[ $code == 2 && $(wc -l <message) == 1 ]] || fail "ITG_SHARE_DIR=nowhere: exit $code, $(cat message)"
