#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does get_data.sh take only the official MNIST and CIFAR-10, and say clearly what is wrong otherwise?
# Runs on a copy of the script, so that the data folder of the source tree stays as it is.
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
refused 'is not a folder' cifar10 --from nowhere
refused 'usage' --unknown
refused 'usage' cifar100
refused 'no .* there' --from from
refused 'no cifar-10-binary.tar.gz there' cifar10 --from from
for name in {train,t10k}-{images-idx3,labels-idx1}-ubyte; do echo wrong | gzip >"from/$name.gz"; done
refused 'not the official MNIST file' --from from
echo wrong | gzip >from/cifar-10-binary.tar.gz
refused 'not the official CIFAR-10 archive' cifar10 --from from
[[ -z $(ls data/mnist data/cifar10 | grep -v '^data\|^$') ]] || fail "left a bad file behind: $(ls data/*)"

# What unpacks: an archive in the form of the official one, under a script that knows its checksum.
mkdir cifar-10-batches-bin
for name in data_batch_{1..5} test_batch; do echo "$name" >"cifar-10-batches-bin/$name.bin"; done
echo classes >cifar-10-batches-bin/batches.meta.txt
echo page >cifar-10-batches-bin/readme.html
tar -czf from/cifar-10-binary.tar.gz cifar-10-batches-bin
sum=$(sha256sum <from/cifar-10-binary.tar.gz | cut -d' ' -f1)
sed -i "s/^cifar10_sha256=.*/cifar10_sha256=$sum/" scripts/get_data.sh
scripts/get_data.sh cifar10 --from from >/dev/null || fail "refuses a right archive"
for name in data_batch_{1..5} test_batch; do cmp "cifar-10-batches-bin/$name.bin" "data/cifar10/$name.bin"; done
[[ ! -e data/cifar10/readme.html && -f from/cifar-10-binary.tar.gz ]] || fail "unpacks or removes too much"
scripts/get_data.sh cifar10 >/dev/null || fail "downloads what is already there"
echo damage >>data/cifar10/test_batch.bin
scripts/get_data.sh cifar10 --from from >/dev/null || fail "does not repair a damaged file"
cmp cifar-10-batches-bin/test_batch.bin data/cifar10/test_batch.bin

official=$source/../shared/datasets/mnist
[[ -d $official ]] || { echo "skipped: no copy of MNIST beside the source tree"; exit 77; }
scripts/get_data.sh --from "$official" >/dev/null || fail "refuses the official files"
[[ $(find data/mnist -name '*.gz' | wc -l) == 4 ]] || fail "did not copy four files"
scripts/get_data.sh >/dev/null || fail "downloads what is already there"
