// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/scenarios.h"

#include <algorithm>
#include <cstdlib>

#include "sw/compare/operands.h"
#include "sw/compare/scenario_parts.h"
#include "sw/compare/shapes.h"

namespace itg {
namespace {

void AddRounding(const Cell& cell, const Shape& shape, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const bool gradient = cell.variant.opcode == Opcode::kRoundGradient;
  const Role role = gradient           ? Role::kGradient
                    : random->OneIn(2) ? Role::kActivation
                                       : Role::kError;
  const int acc_bits = builder->program().acc_bits;
  const int mu = PickMu(cell.edge, builder->BitsOf(Role::kGradient), acc_bits, random);
  const int target_bits = gradient ? mu : builder->BitsOf(role) - 1;
  const BufferId a = builder->AddWith(
      Role::kAccumulator, shape,
      AccumulatorOperand(ElementCount(shape), acc_bits, target_bits, cell.edge, random));
  const BufferId out = builder->Add(role, shape);
  Command& command = builder->AddCommand(cell.variant.opcode, cell.variant.post, cell.rounding);
  command.mu = mu;
  command.a = a;
  command.out = out;
}

// Activations whose mask is off, on or mixed; errors of any kind for kReluBackward.
Values ReluOperand(int64_t count, int64_t max, Edge edge, RandomSource* random) {
  if (edge == Edge::kZero) return Values(static_cast<size_t>(count), 0);
  Values values(static_cast<size_t>(count));
  for (int64_t& value : values) {
    value = edge == Edge::kMax ? random->Sign() * max : random->Between(-max, max);
    if (edge == Edge::kOn) value = std::max<int64_t>(1, std::abs(value));
    if (edge == Edge::kOff) value = -std::abs(value);
  }
  if (edge == Edge::kMixed) {
    values[0] = -max;
    values[1] = 1;
  }
  return values;
}

void AddRelu(const Cell& cell, const Shape& shape, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const bool backward = cell.variant.opcode == Opcode::kReluBackward;
  const Role role = backward ? Role::kError : Role::kActivation;
  const int64_t count = ElementCount(shape);
  const BufferId a =
      builder->AddWith(role, shape, ReluOperand(count, builder->MaxOf(role), cell.edge, random));
  const BufferId out = builder->Add(role, shape);
  const BufferId mask =
      backward ? builder->AddWith(Role::kMask, shape, MaskValues(count, cell.edge, random))
               : builder->Add(Role::kMask, shape);
  Command& command = builder->AddCommand(cell.variant.opcode, cell.variant.post, cell.rounding);
  command.a = a;
  command.out = out;
  command.mask = mask;
}

void AddUpdate(const Cell& cell, const Shape& shape, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const int64_t weight_max = builder->MaxOf(Role::kWeight);
  const int64_t gradient_max = builder->MaxOf(Role::kGradient);
  const int64_t limit = std::min(weight_max, gradient_max);  // for a difference that fits
  Values gradients;
  Values weights;
  for (int64_t i = 0; i < ElementCount(shape); ++i) {
    int64_t g = random->Between(-limit, limit);
    if (i == 0) g = -random->Between(1, limit);
    if (cell.edge == Edge::kZero) g = 0;
    if (cell.edge == Edge::kMax) g = random->Sign() * gradient_max;
    int64_t w = random->Between(-weight_max, weight_max);
    if (cell.edge == Edge::kSmall) {
      w = random->Between(std::max(-weight_max, g - weight_max),
                          std::min(weight_max, g + weight_max));
    }
    if (cell.edge == Edge::kClip && i == 0) w = weight_max;
    gradients.push_back(g);
    weights.push_back(w);
  }
  const BufferId a = builder->AddWith(Role::kGradient, shape, gradients);
  const BufferId out = builder->AddWith(Role::kWeight, shape, weights);
  Command& command = builder->AddCommand(cell.variant.opcode, cell.variant.post, cell.rounding);
  command.a = a;
  command.out = out;
}

// A command that is neither product nor loss.
void AddElementwise(const Cell& cell, const Shape& shape, ProgramBuilder* builder) {
  switch (cell.variant.opcode) {
    case Opcode::kRequantise:
    case Opcode::kRoundGradient:
      return AddRounding(cell, shape, builder);
    case Opcode::kRelu:
    case Opcode::kReluBackward:
      return AddRelu(cell, shape, builder);
    default:
      return AddUpdate(cell, shape, builder);
  }
}

}  // namespace

void AddScenario(const Cell& cell, ProgramBuilder* builder) {
  const HwConfig& hw = builder->hw();
  RandomSource* random = &builder->random();
  const Opcode opcode = cell.variant.opcode;
  if (IsProduct(opcode)) {
    AddProduct(cell, PickLoops(hw, opcode, cell.extent, cell.edge, random), builder);
  } else if (IsLoss(cell.variant)) {
    AddLossScenario(cell, builder);
  } else {
    AddElementwise(cell, PickShape(hw, cell.extent, cell.edge, random), builder);
  }
}

void AddScenario(const ShapeCell& shape, ProgramBuilder* builder) {
  const HwConfig& hw = builder->hw();
  const Rounding rounding = builder->random().Pick(hw.rounding);
  // Edges that need no more than one element.
  Cell cell = {shape.variant, rounding, Extent::kMany, Edge::kWide};
  if (IsProduct(shape.variant.opcode)) {
    return AddProduct(cell, PickLoops(hw, shape, &builder->random()), builder);
  }
  const bool wide =
      shape.variant.opcode == Opcode::kRequantise || shape.variant.opcode == Opcode::kRoundGradient;
  if (!wide) cell.edge = Edge::kMax;
  AddElementwise(cell, {SizeOf(hw, shape)}, builder);
}

}  // namespace itg
