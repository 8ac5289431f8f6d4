// SPDX-License-Identifier: Apache-2.0
//
// Integer cross-entropy of the last layer's output.
#include "sw/lower/layers.h"

namespace itg {

void LowerLoss(Lowering* lowering) {
  const int64_t last = lowering->graph().layers() - 1;
  Command command;
  command.opcode = Opcode::kCrossEntropy;
  command.phase = Phase::kLoss;
  command.layer = "loss";
  command.rounding = lowering->numbers().loss;
  command.tensor_id = TensorId(lowering->graph().layers(), Role::kError);
  command.a = lowering->Activation(last);
  command.b = lowering->Labels();
  if (lowering->options().fused) {
    command.post = Post::kRoundLoss;
    command.out = lowering->Error(last);
    return lowering->Emit(std::move(command));
  }
  command.out = lowering->Accumulator("loss.accumulator", lowering->BatchShape(last));
  Command round = command;
  lowering->Emit(std::move(command));
  round.opcode = Opcode::kRoundLoss;
  round.a = round.out;
  round.b = kNoBuffer;
  round.out = lowering->Error(last);
  lowering->Emit(std::move(round));
}

}  // namespace itg
