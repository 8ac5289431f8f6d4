// SPDX-License-Identifier: Apache-2.0
//
// Random legal programs on two machines in lockstep, with the proof that they covered what matters.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/hw/hw_config.h"
#include "sim/lockstep/lockstep.h"
#include "sw/compare/coverage.h"

namespace itg {

using MachineFactory = std::function<std::unique_ptr<Machine>()>;

struct CompareOptions {
  uint64_t programs = 1000;
  uint32_t seed = 1;
  CompareCycles cycles = CompareCycles::kNo;
  std::optional<uint64_t> only;  // run this program alone; coverage is then not asked for
};

// what() is the difference and the program; for a stray write, `tested` is the whole program.
struct CompareFailure : Difference {
  CompareFailure(uint64_t program, const std::string& what, const Difference& difference)
      : Difference(what, difference.tested, difference.moment), program(program) {}
  uint64_t program;  // its index
};

struct CompareResult {
  uint64_t programs = 0;  // run to the end
  Comparison comparison;
  Coverage coverage;
  std::vector<std::string> missing;  // empty cells; none are reported with `only`
  std::optional<CompareFailure> failure;

  // No difference, something was compared, no required cell empty.
  bool passed() const { return !failure && comparison.commands > 0 && missing.empty(); }
};

// Called after each program.
using CompareProgress = std::function<void(uint64_t done, uint64_t total)>;

// Runs the programs one after the other on one pair of machines until the first difference. After
// each program every buffer of the two is compared, so that a write to a tensor that no command
// declares is found as well. What the machines throw, a hang for one, is thrown on with the
// program's number.
CompareResult RunCompare(const MachineFactory& expected, const MachineFactory& tested,
                         const HwConfig& hw, const CompareOptions& options,
                         const CompareProgress& progress = nullptr);

}  // namespace itg
