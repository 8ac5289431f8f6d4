// SPDX-License-Identifier: Apache-2.0
//
// Max-pool. Fused into the product before its ReLU it has the mask of the pooled values: where
// windows do not overlap, masking the pooled error and spreading it is the same as spreading it and
// masking it with the ReLU's own mask.
#include "sw/lower/emit.h"
#include "sw/lower/layers.h"

namespace itg {
namespace {

// From the error of pool `index` to that of the product that executes it.
void LowerFusedBackward(Lowering* lowering, int64_t index) {
  const int64_t relu = lowering->layer(index).from;
  if (!lowering->graph().CanMaskError(index)) {
    Command mask = lowering->Make(Opcode::kReluBackward, Phase::kError, relu);
    mask.a = lowering->Error(index);
    mask.mask = lowering->Mask(index);
    mask.out = lowering->MaskedError(index);
    lowering->Emit(std::move(mask));
  }
  Command command = lowering->Make(Opcode::kMaxPoolBackward, Phase::kError, index);
  command.post = Post::kRequantise;
  command.rounding = lowering->numbers().error;
  command.tensor_id = TensorId(relu, Role::kError);
  command.window = lowering->layer(index).window;
  command.a = lowering->MaskedError(index);
  command.index = lowering->Index(index);
  command.out = lowering->Error(lowering->layer(relu).from);
  lowering->Emit(std::move(command));
}

}  // namespace

void LowerMaxPoolForward(Lowering* lowering, int64_t index) {
  if (lowering->graph().IsFusedForward(index)) return;
  Command command = lowering->Make(Opcode::kMaxPool, Phase::kForward, index);
  command.window = lowering->layer(index).window;
  command.a = lowering->Activation(lowering->layer(index).from);
  command.out = lowering->Activation(index);
  command.index = lowering->Index(index);
  lowering->Emit(std::move(command));
}

void LowerMaxPoolBackward(Lowering* lowering, int64_t index) {
  if (lowering->graph().IsFusedForward(index)) return LowerFusedBackward(lowering, index);
  const int64_t from = lowering->layer(index).from;
  Command command = lowering->Make(Opcode::kMaxPoolBackward, Phase::kError, index);
  command.window = lowering->layer(index).window;
  command.a = lowering->Error(index);
  command.index = lowering->Index(index);
  EmitError(lowering, std::move(command), index, from);
}

}  // namespace itg
