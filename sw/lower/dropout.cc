// SPDX-License-Identifier: Apache-2.0
//
// Dropout; in evaluation its output is its input and it has no command. Forward and backward draw
// the same random bits, those of the activation's number.
#include "sw/lower/emit.h"
#include "sw/lower/layers.h"

namespace itg {

void LowerDropoutForward(Lowering* lowering, int64_t index) {
  if (!lowering->training()) return;
  Command command = lowering->Make(Opcode::kDropout, Phase::kForward, index);
  command.tensor_id = TensorId(index, Role::kActivation);
  command.a = lowering->Activation(lowering->layer(index).from);
  command.out = lowering->Activation(index);
  lowering->Emit(std::move(command));
}

void LowerDropoutBackward(Lowering* lowering, int64_t index) {
  Command command = lowering->Make(Opcode::kDropoutBackward, Phase::kError, index);
  command.tensor_id = TensorId(index, Role::kActivation);
  command.a = lowering->Error(index);
  EmitUnroundedError(lowering, std::move(command), index, lowering->layer(index).from);
}

}  // namespace itg
