#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does get_data.sh take only the official MNIST, and say clearly what is wrong otherwise? Runs on a
# copy of the script, so that the data folder of the source tree stays as it is.
set -euo pipefail
source=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() { echo "get_data_test: $*" >&2; exit 1; }

mkdir -p "$scratch/scripts" "$scratch/from"
cp "$source/scripts/get_data.sh" "$scratch/scripts/"
cd "$scratch"

refused() {  # refused PATTERN ARGUMENTS...: fails with one line that matches
  local pattern=$1
  shift
  if scripts/get_data.sh "$@" 2>message; then fail "accepts: $*"; fi
  [[ $(wc -l <message) == 1 ]] || fail "more than one line: $(cat message)"
  grep -q "$pattern" message || fail "unexpected message: $(cat message)"
}

refused 'is not a folder' --from nowhere
refused 'usage' --unknown
refused 'no .* there' --from from
for name in {train,t10k}-{images-idx3,labels-idx1}-ubyte; do echo wrong | gzip >"from/$name.gz"; done
refused 'not the official MNIST file' --from from
[[ -z $(ls data/mnist) ]] || fail "left a bad file behind: $(ls data/mnist)"

official=$source/../shared/datasets/mnist
[[ -d $official ]] || { echo "skipped: no copy of MNIST beside the source tree"; exit 77; }
scripts/get_data.sh --from "$official" >/dev/null || fail "refuses the official files"
[[ $(find data/mnist -name '*.gz' | wc -l) == 4 ]] || fail "did not copy four files"
scripts/get_data.sh >/dev/null || fail "downloads what is already there"
