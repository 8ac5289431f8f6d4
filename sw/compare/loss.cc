// SPDX-License-Identifier: Apache-2.0
//
// The loss in random programs.

#include <algorithm>
#include <vector>

#include "sw/compare/operands.h"
#include "sw/compare/scenarios.h"

namespace itg {

BufferId AddLoss(BufferId logits, bool fused, Rounding rounding, ProgramBuilder* builder) {
  const Shape shape = builder->program()[logits].shape;
  Values labels(static_cast<size_t>(shape[0]));
  for (int64_t& label : labels) label = builder->random().Between(0, shape[1] - 1);
  const BufferId target = builder->AddWith(Role::kLabel, {shape[0]}, labels);
  const BufferId error = builder->Add(Role::kError, shape);
  const BufferId sums = fused ? kNoBuffer : builder->Add(Role::kAccumulator, shape);
  Command& entropy =
      builder->AddCommand(Opcode::kCrossEntropy, fused ? Post::kRoundLoss : Post::kNone, rounding);
  entropy.a = logits;
  entropy.b = target;
  entropy.out = fused ? error : sums;
  if (fused) return error;
  Command& round = builder->AddCommand(Opcode::kRoundLoss, Post::kNone, rounding);
  round.a = sums;
  round.out = error;
  return error;
}

void AddLossScenario(const Cell& cell, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  // Not more classes than the narrowest error can tell apart (NUMERICS.md section 4).
  const Shape shape = {random->Between(1, 9), random->Between(2, 20)};
  const int64_t count = ElementCount(shape);
  const int64_t max = builder->MaxOf(Role::kActivation);
  Values logits(static_cast<size_t>(count));
  for (int64_t& value : logits) {
    value = cell.edge == Edge::kMax ? random->Sign() * max : random->Between(-max, max);
    if (cell.edge == Edge::kZero) value = 0;
  }
  if (cell.edge == Edge::kWide) logits[0] = random->Sign();
  const BufferId a = builder->AddWith(Role::kActivation, shape, logits);
  const bool fused = cell.variant.post == Post::kRoundLoss;
  // A cross-entropy that does not round is rounded by another command, in some mode there is.
  const std::vector<Rounding>& modes = builder->hw().rounding;
  AddLoss(a, fused, UsesRounding(cell.variant) ? cell.rounding : modes.front(), builder);
}

}  // namespace itg
