#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Fetches a data set into data/mnist or data/cifar10 and checks it.
#
#   scripts/get_data.sh                      MNIST, from the official addresses
#   scripts/get_data.sh cifar10              CIFAR-10, binary version (162 MiB)
#   scripts/get_data.sh [NAME] --from DIR    takes the files from a folder of yours: the four of
#                                            MNIST (plain or .gz), or cifar-10-binary.tar.gz
#
# MNIST's checksums are those of the decompressed files, so recompressed archives pass as well.
set -euo pipefail
cd "$(dirname "$0")/.."

# The second is the copy that the authors' page names, the third the one that PyTorch downloads.
mnist_addresses=(
  http://yann.lecun.com/exdb/mnist
  https://storage.googleapis.com/cvdf-datasets/mnist
  https://ossci-datasets.s3.amazonaws.com/mnist
)
declare -A sha256=(
  [train-images-idx3-ubyte]=ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db
  [train-labels-idx1-ubyte]=65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5
  [t10k-images-idx3-ubyte]=0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7
  [t10k-labels-idx1-ubyte]=ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2
)
cifar10_addresses=(https://www.cs.toronto.edu/~kriz https://cave.cs.toronto.edu/kriz)
cifar10_archive=cifar-10-binary.tar.gz
cifar10_sha256=c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd

die() { echo "get_data.sh: $*" >&2; exit 1; }
usage() { echo "usage: scripts/get_data.sh [mnist | cifar10] [--from DIR]" >&2; exit 2; }

is_mnist() {  # is_mnist FILE.gz NAME
  [[ -f $1 ]] && [[ $(gzip -dcq "$1" 2>/dev/null | sha256sum | cut -d' ' -f1) == "${sha256[$2]}" ]]
}
is_cifar10() { [[ -f $1 ]] && [[ $(sha256sum <"$1" | cut -d' ' -f1) == "$cifar10_sha256" ]]; }

# download FILE CHECK...: into $folder/FILE.part, from the first of `addresses` whose file passes
# CHECK FILE.part ...; says why each address failed.
download() {
  local file=$1 part=$folder/$1.part address reasons=()
  for address in "${addresses[@]}"; do
    if ! curl -fsL --connect-timeout 10 --max-time 1800 -o "$part" "$address/$file"; then
      reasons+=("$address: no answer")
    elif ! "$2" "$part" "${@:3}"; then
      reasons+=("$address: wrong checksum")
    else
      return 0
    fi
  done
  rm -f "$part"
  local IFS=';'
  die "cannot download $file (${reasons[*]}); with a copy of your own: scripts/get_data.sh $data --from DIR"
}

copy_mnist() {  # copy_mnist NAME: from $from into $folder/NAME.gz.part
  local part=$folder/$1.gz.part
  if [[ -f $from/$1.gz ]]; then
    install -m 644 "$from/$1.gz" "$part"
  elif [[ -f $from/$1 ]]; then
    gzip -c "$from/$1" >"$part"
  else
    die "$from: no $1 and no $1.gz there"
  fi
  is_mnist "$part" "$1" && return 0
  rm -f "$part"
  die "$from/$1: not the official MNIST file (SHA-256 of the content must be ${sha256[$1]})"
}

get_mnist() {
  local name addresses=("${mnist_addresses[@]}")
  for name in "${!sha256[@]}"; do
    is_mnist "$folder/$name.gz" "$name" && continue
    if [[ -n $from ]]; then copy_mnist "$name"; else download "$name.gz" is_mnist "$name"; fi
    mv "$folder/$name.gz.part" "$folder/$name.gz"
  done
}

# The archive is not kept: SHA256SUMS holds the checksums of what was unpacked from it.
get_cifar10() {
  local archive=$folder/$cifar10_archive.part addresses=("${cifar10_addresses[@]}")
  (cd "$folder" && sha256sum --status -c SHA256SUMS 2>/dev/null) && return 0
  if [[ -n $from ]]; then
    archive=$from/$cifar10_archive
    [[ -f $archive ]] || die "$from: no $cifar10_archive there"
    is_cifar10 "$archive" ||
      die "$archive: not the official CIFAR-10 archive (its SHA-256 must be $cifar10_sha256)"
  else
    download "$cifar10_archive" is_cifar10
  fi
  tar -xzf "$archive" -C "$folder" --strip-components=1 --wildcards '*/*.bin' '*/batches.meta.txt' ||
    die "$archive: cannot be unpacked into $folder"
  rm -f "$folder/$cifar10_archive.part"
  (cd "$folder" && sha256sum ./*.bin >SHA256SUMS)
}

data=mnist
case ${1:-} in mnist | cifar10) data=$1; shift ;; esac
from=
case ${1:-} in
  --from) from=${2:-}; [[ -d $from ]] || die "--from: \"$from\" is not a folder" ;;
  '') ;;
  *) usage ;;
esac

folder=data/$data
mkdir -p "$folder"
"get_$data"
echo "$data is in $folder, checksums right"
