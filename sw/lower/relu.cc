// SPDX-License-Identifier: Apache-2.0
//
// ReLU as commands of its own; fused it belongs to the command before it and, backward, to the one
// that completes its error.
#include "sw/lower/emit.h"
#include "sw/lower/layers.h"

namespace itg {

void LowerReluForward(Lowering* lowering, int64_t index) {
  if (lowering->graph().IsFusedForward(index)) return;
  Command command = lowering->Make(Opcode::kRelu, Phase::kForward, index);
  command.a = lowering->Activation(lowering->layer(index).from);
  command.out = lowering->Activation(index);
  command.mask = lowering->Mask(index);
  lowering->Emit(std::move(command));
}

void LowerReluBackward(Lowering* lowering, int64_t index) {
  if (lowering->graph().IsFusedBackward(index)) return;
  Command command = lowering->Make(Opcode::kReluBackward, Phase::kError, index);
  command.a = lowering->Error(index);
  command.mask = lowering->Mask(index);
  EmitUnroundedError(lowering, std::move(command), index, lowering->layer(index).from);
}

}  // namespace itg
