#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Fetches MNIST into data/mnist and checks it.
#
#   scripts/get_data.sh              downloads from the official addresses
#   scripts/get_data.sh --from DIR   copies the four files (plain or .gz) from a folder of yours
#
# The checksums are those of the decompressed files, so recompressed archives pass as well.
set -euo pipefail
cd "$(dirname "$0")/.."

# The second is the copy that the authors' page names, the third the one that PyTorch downloads.
addresses=(
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
folder=data/mnist

die() { echo "get_data.sh: $*" >&2; exit 1; }

is_good() {  # is_good FILE.gz NAME
  [[ -f $1 ]] && [[ $(gzip -dcq "$1" 2>/dev/null | sha256sum | cut -d' ' -f1) == "${sha256[$2]}" ]]
}

download() {  # download NAME: into $folder/NAME.gz.part; says why each address failed
  local address reasons=()
  for address in "${addresses[@]}"; do
    if ! curl -fsL --connect-timeout 10 --max-time 300 -o "$folder/$1.gz.part" "$address/$1.gz"; then
      reasons+=("$address: no answer")
    elif ! is_good "$folder/$1.gz.part" "$1"; then
      reasons+=("$address: wrong checksum")
    else
      return 0
    fi
  done
  rm -f "$folder/$1.gz.part"
  local IFS=';'
  die "cannot download $1.gz (${reasons[*]}); with a copy of your own: scripts/get_data.sh --from DIR"
}

copy() {  # copy NAME DIR
  if [[ -f $2/$1.gz ]]; then
    install -m 644 "$2/$1.gz" "$folder/$1.gz.part"
  elif [[ -f $2/$1 ]]; then
    gzip -c "$2/$1" >"$folder/$1.gz.part"
  else
    die "$2: no $1 and no $1.gz there"
  fi
  is_good "$folder/$1.gz.part" "$1" && return 0
  rm -f "$folder/$1.gz.part"
  die "$2/$1: not the official MNIST file (SHA-256 of the content must be ${sha256[$1]})"
}

from=
case ${1:-} in
  --from) from=${2:-}; [[ -d $from ]] || die "--from: \"$from\" is not a folder" ;;
  '') ;;
  *) echo "usage: scripts/get_data.sh [--from DIR]" >&2; exit 2 ;;
esac

mkdir -p "$folder"
for name in "${!sha256[@]}"; do
  is_good "$folder/$name.gz" "$name" && continue
  if [[ -n $from ]]; then copy "$name" "$from"; else download "$name"; fi
  mv "$folder/$name.gz.part" "$folder/$name.gz"
done
echo "MNIST is in $folder, checksums right"
