#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# links_no_operation_test.sh OPERATIONS LIBRARY...: no LIBRARY may refer to what OPERATIONS defines,
# nor contain the inline rounding.
set -euo pipefail
operations=$1
shift
defined=$(mktemp)
trap 'rm -f "$defined"' EXIT
nm -C --defined-only "$operations" | sed -nE 's/^[0-9a-f]+ [TWV] (itg::.*)/\1/p' | sort -u >"$defined"
[[ $(wc -l <"$defined") -gt 10 ]] || { echo "found no operation in $operations"; exit 1; }
# The library of operations must be seen to use itself, or this test sees nothing at all.
used() { nm -C --undefined-only "$1" | sed -nE 's/^ +U (itg::.*)/\1/p' | sort -u; }
[[ -n $(comm -12 "$defined" <(used "$operations")) ]] || { echo "the symbols do not match"; exit 1; }
for library in "$@"; do
  found=$(comm -12 "$defined" <(used "$library"))
  found+=$(nm -C "$library" | grep -E 'itg::(Round|Jenkins|RandomWord)\(' || true)
  [[ -z $found ]] || { echo "$library uses operations of the golden model:"; echo "$found"; exit 1; }
done
echo "no operation is linked"
