#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes a Debian 12 machine ready: installs the packages that are missing (none: takes no time),
# then prints the versions of the tools. Works as root or through sudo.
#
#   scripts/setup.sh            everything: build, run, test
#   scripts/setup.sh --run      only what it takes to build the program and run it
#   ... PACKAGE...              and what a side study needs
set -euo pipefail

run_packages=(
  g++ cmake ninja-build ccache git             # the build
  libeigen3-dev libdnnl-dev libxxhash-dev      # model: reference kernel, fast kernel, digests
  libcli11-dev nlohmann-json3-dev libfmt-dev zlib1g-dev libssl-dev libzip-dev libpng-dev  # program
  libsqlite3-dev                               # databases of explorations
  libonnx-dev protobuf-compiler                # ONNX models
  libsystemc-dev                               # the SystemC platform
  libopenmpi-dev openmpi-bin                   # several processes
  verilator clang                              # the RTL plug-in, built on first use
)
test_packages=(
  libgtest-dev libbenchmark-dev                # unit tests, kernel benchmarks
  clang-format clang-tidy yosys z3 gtkwave     # checks, proofs; gtkwave brings fst2vcd
  libclang-rt-14-dev libomp-dev                # the sanitizers' build, with clang; same_digest.sh
  python3 python3-pil curl ca-certificates     # scripts; copies of CIFAR-10; get_data.sh
  python3-onnx python3-numpy                   # another reader of exported models
  opensta qflow-tech-osu018                    # intaglio synth: timing, a cell library
)

packages=("${run_packages[@]}" "${test_packages[@]}")
if [[ ${1:-} == --run ]]; then
  packages=("${run_packages[@]}")
  shift
fi
if [[ ${1:-} == -* ]]; then
  echo "usage: scripts/setup.sh [--run] [PACKAGE...]" >&2
  exit 2
fi
packages+=("$@")

die() { echo "setup.sh: $*" >&2; exit 1; }

is_installed() {
  dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

missing=()
command -v dpkg-query >/dev/null || die "needs Debian 12 (no dpkg-query here); packages: ${packages[*]}"
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done

if ((${#missing[@]})); then
  as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || die "run as root, or install sudo; missing packages: ${missing[*]}"
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}"
  install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
           apt-get -qq -y install --no-install-recommends "${missing[@]}")
  # The package lists of a fresh machine are empty or old: update only when the first try fails.
  if ! "${install[@]}" >/dev/null 2>&1; then
    "${as_root[@]}" apt-get -qq update || die "apt-get update failed; missing packages: ${missing[*]}"
    "${install[@]}" >/dev/null || die "apt-get could not install: ${missing[*]}"
  fi
fi

version() {  # version NAME COMMAND...: the first number with a dot that the command prints
  local text
  text=$("${@:2}" 2>/dev/null || true)
  [[ $text =~ [0-9]+(\.[0-9]+)+ ]] || BASH_REMATCH=(unknown)
  printf '  %-12s %s\n' "$1" "${BASH_REMATCH[0]}"
}

echo "tools:"
version g++ g++ --version
version clang++ clang++ --version
version cmake cmake --version
version ninja ninja --version
version ccache ccache --version
version verilator verilator --version
if [[ ${1:-} != --run ]]; then
  version yosys yosys -V
  version z3 z3 --version
  version clang-format clang-format --version
  version clang-tidy clang-tidy --version
fi
