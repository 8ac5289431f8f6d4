// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/generate.h"

#include <algorithm>
#include <utility>

#include "sw/compare/pass_scenarios.h"
#include "sw/compare/scenarios.h"

namespace itg {
namespace {

constexpr uint64_t kAimed = 5;       // scenarios of a program, beside its chain
constexpr uint64_t kFreePeriod = 8;  // the last program of so many has chains alone and a SetMu
constexpr int kFreeChains = 3;
constexpr uint64_t kOrderStream = ~uint64_t{0};  // no program has this index

}  // namespace

ProgramGenerator::ProgramGenerator(const HwConfig& hw, uint32_t seed) : hw_(hw), seed_(seed) {
  for (const Cell& cell : RequiredCells(hw)) aims_.emplace_back(cell);
  for (const ShapeCell& cell : RequiredShapes(hw)) aims_.emplace_back(cell);
  for (const GeometryCell& cell : RequiredGeometries(hw)) aims_.emplace_back(cell);
  for (const FeatureCell& cell : RequiredFeatures(hw)) aims_.emplace_back(cell);
  RandomSource random(seed, kOrderStream);
  for (size_t i = aims_.size(); i > 1; --i) {
    std::swap(aims_[i - 1], aims_[static_cast<size_t>(random.Next() % i)]);
  }
}

uint64_t ProgramGenerator::programs_for_full_coverage() const {
  const uint64_t aimed = (aims_.size() + kAimed - 1) / kAimed;
  return aimed + aimed / (kFreePeriod - 1) + 1;
}

TestProgram ProgramGenerator::Make(uint64_t index) const {
  RandomSource random(seed_, index);
  TestProgram test;
  test.training_step = static_cast<uint32_t>(random.Next());
  const bool free = index % kFreePeriod == kFreePeriod - 1;
  std::vector<std::variant<Cell, ShapeCell, GeometryCell, FeatureCell>> aims;
  for (uint64_t i = 0; i < kAimed && !free; ++i) {
    const uint64_t aim = (index - index / kFreePeriod) * kAimed + i;
    aims.push_back(aims_[static_cast<size_t>(aim % aims_.size())]);
  }
  // Only the widest elements wrap in as many terms as a cell allows for.
  const bool wraps = std::any_of(aims.begin(), aims.end(), [](const auto& aim) {
    const Cell* cell = std::get_if<Cell>(&aim);
    return cell != nullptr && cell->edge == Edge::kWrap;
  });
  ProgramBuilder builder(hw_, &random, /*narrower=*/!wraps && random.OneIn(2));
  for (const auto& aim : aims) {
    std::visit([&](const auto& cell) { AddScenario(cell, &builder); }, aim);
  }
  for (int i = 0; i < (free ? kFreeChains : 1); ++i) AddChain(&builder);
  test.program = builder.program();
  if (free) test.mu = random.IntBetween(-2, builder.BitsOf(Role::kGradient) - 1);
  return test;
}

}  // namespace itg
