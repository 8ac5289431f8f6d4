// SPDX-License-Identifier: Apache-2.0
//
// Random legal programs for one hardware configuration. Program k of a seed depends on nothing
// else, so a failing one can be run alone.

#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "model/program/program.h"
#include "sw/compare/cells.h"
#include "sw/compare/features.h"
#include "sw/compare/geometry.h"

namespace itg {

struct TestProgram {
  Program program;
  uint32_t training_step = 0;
  std::optional<int> mu;  // when given, Machine::SetMu is called before the first command
};

class ProgramGenerator {
 public:
  ProgramGenerator(const HwConfig& hw, uint32_t seed);

  TestProgram Make(uint64_t index) const;
  // So many programs aim at every required cell and shape at least once.
  uint64_t programs_for_full_coverage() const;

 private:
  HwConfig hw_;
  uint32_t seed_;
  std::vector<std::variant<Cell, ShapeCell, GeometryCell, FeatureCell>>
      aims_;  // in random order, so that every stretch of programs costs the same
};

}  // namespace itg
