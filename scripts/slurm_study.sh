#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Explorations on a cluster of Slurm, for real: installs Debian's Slurm, starts a cluster of one node
# on this machine in a temporary folder, and runs tests/sw/explore/slurm_test.sh on it. As root.
#
#   scripts/slurm_study.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh --run slurm-wlm munge
scripts/quiet.sh build/program.log cmake --preset program
scripts/quiet.sh build/program.log cmake --build --preset program
tests/sw/explore/slurm_test.sh build/program/sw/intaglio
