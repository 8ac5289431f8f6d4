// SPDX-License-Identifier: Apache-2.0
//
// ReLU as commands of its own; fused it belongs to the linear layers beside it.
#include "sw/lower/lowering.h"

namespace itg {

void LowerReluForward(Lowering* lowering, int64_t index) {
  if (lowering->IsFusedRelu(index)) return;
  Command command;
  command.opcode = Opcode::kRelu;
  command.phase = Phase::kForward;
  command.layer = lowering->layer(index).name;
  command.a = lowering->Activation(index - 1);
  command.out = lowering->Activation(index);
  command.mask = lowering->Mask(index);
  lowering->Emit(std::move(command));
}

void LowerReluBackward(Lowering* lowering, int64_t index) {
  if (lowering->IsFusedRelu(index)) return;
  Command command;
  command.opcode = Opcode::kReluBackward;
  command.phase = Phase::kError;
  command.layer = lowering->layer(index).name;
  command.a = lowering->Error(index);
  command.out = lowering->Error(index - 1);
  command.mask = lowering->Mask(index);
  lowering->Emit(std::move(command));
}

}  // namespace itg
