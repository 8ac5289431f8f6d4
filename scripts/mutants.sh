#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Puts faults into the RTL and requires that the tests find them (scripts/mutants.py).
cd "$(dirname "$0")/.." && exec scripts/mutants.py "$@"
