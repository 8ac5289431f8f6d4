// SPDX-License-Identifier: Apache-2.0
//
// Residual addition. Backward the error of the sum is that of both operands: no command, but where
// an operand has other readers.
#include "sw/lower/emit.h"
#include "sw/lower/layers.h"

namespace itg {

void LowerAddForward(Lowering* lowering, int64_t index) {
  Command command = lowering->Make(Opcode::kAdd, Phase::kForward, index);
  command.a = lowering->Activation(lowering->layer(index).from);
  command.b = lowering->Activation(lowering->layer(index).from2);
  EmitForward(lowering, std::move(command), index);
}

void LowerAddBackward(Lowering* lowering, int64_t index) {
  for (const int64_t operand : {lowering->layer(index).from, lowering->layer(index).from2}) {
    if (!lowering->graph().NeedsError(operand)) continue;
    AddPart(lowering, lowering->Error(index), index, operand);
  }
}

}  // namespace itg
