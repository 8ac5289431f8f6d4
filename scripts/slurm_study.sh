#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Explorations on a cluster of Slurm, for real: installs Debian's Slurm, starts a cluster of one node
# on this machine in a temporary folder, and runs tests/sw/explore/slurm_test.sh on it. As root.
#
#   scripts/slurm_study.sh [PROGRAM]     default: build/program/sw/intaglio, built first
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh --run slurm-wlm munge
program=${1:-build/program/sw/intaglio}
if (($# == 0)); then
  scripts/quiet.sh build/program.log cmake --preset program
  scripts/quiet.sh build/program.log cmake --build --preset program
fi
tests/sw/explore/slurm_test.sh "$program"
