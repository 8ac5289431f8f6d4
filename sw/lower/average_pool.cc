// SPDX-License-Identifier: Apache-2.0
//
// Average-pool: sums, the factor 1/k^2, requantisation; backward the same factor.
#include "sw/lower/emit.h"
#include "sw/lower/layers.h"

namespace itg {

void LowerAveragePoolForward(Lowering* lowering, int64_t index) {
  Command command = lowering->Make(Opcode::kAveragePool, Phase::kForward, index);
  command.window = lowering->layer(index).window;
  command.a = lowering->Activation(lowering->layer(index).from);
  EmitForward(lowering, std::move(command), index);
}

void LowerAveragePoolBackward(Lowering* lowering, int64_t index) {
  const int64_t from = lowering->layer(index).from;
  Command command = lowering->Make(Opcode::kAveragePoolBackward, Phase::kError, index);
  command.window = lowering->layer(index).window;
  command.a = lowering->Error(index);
  EmitError(lowering, std::move(command), index, from);
}

}  // namespace itg
