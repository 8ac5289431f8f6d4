// SPDX-License-Identifier: Apache-2.0
//
// Linear and convolution: out = in * weight; backward: the input error, then the gradient and the
// update, so that all three products use the weights from before the update. They differ in their
// window alone, and a linear layer has none.
#include "sw/lower/emit.h"
#include "sw/lower/layers.h"

namespace itg {
namespace {

void EmitInputError(Lowering* lowering, int64_t index) {
  Command command = lowering->Make(Opcode::kError, Phase::kError, index);
  command.window = lowering->layer(index).window;
  command.a = lowering->Error(index);
  command.b = lowering->Weight(index);
  EmitError(lowering, std::move(command), index, lowering->layer(index).from);
}

void EmitApply(Lowering* lowering, int64_t index, BufferId gradient) {
  Command apply = lowering->Make(Opcode::kApplyUpdate, Phase::kUpdate, index);
  apply.gradient_bits = lowering->NumbersOf(index).gradient_bits;
  apply.a = gradient;
  apply.out = lowering->Weight(index);
  apply.master = lowering->Master(index);
  lowering->Emit(std::move(apply));
}

// The rounding of the gradient as a command of its own.
BufferId EmitRound(Lowering* lowering, int64_t index, BufferId sums) {
  const Layer& layer = lowering->layer(index);
  Command round = lowering->Make(Opcode::kRoundGradient, Phase::kUpdate, index);
  round.rounding = lowering->numbers().gradient;
  round.gradient_bits = lowering->NumbersOf(index).gradient_bits;
  round.tensor_id = TensorId(index, Role::kGradient);
  round.a = sums;
  round.out = lowering->Buffer(BufferName(layer, Role::kGradient), Role::kGradient,
                               round.gradient_bits, layer.weight);
  const BufferId gradient = round.out;
  lowering->Emit(std::move(round));
  return gradient;
}

void EmitUpdate(Lowering* lowering, int64_t index) {
  const Layer& layer = lowering->layer(index);
  Command command = lowering->Make(Opcode::kGradient, Phase::kGradient, index);
  command.window = layer.window;
  command.rounding = lowering->numbers().gradient;
  command.gradient_bits = lowering->NumbersOf(index).gradient_bits;
  command.tensor_id = TensorId(index, Role::kGradient);
  command.a = lowering->Error(index);
  command.b = lowering->Activation(layer.from);
  if (lowering->options().fused) {
    command.post = Post::kUpdate;
    command.out = lowering->Weight(index);
    command.master = lowering->Master(index);
    return lowering->Emit(std::move(command));
  }
  const BufferId sums = lowering->Accumulator(layer.name + ".gradient_accumulator", layer.weight);
  command.out = sums;
  lowering->Emit(std::move(command));
  EmitApply(lowering, index, EmitRound(lowering, index, sums));
}

}  // namespace

void LowerProductForward(Lowering* lowering, int64_t index) {
  const Layer& layer = lowering->layer(index);
  Command command = lowering->Make(Opcode::kForward, Phase::kForward, index);
  command.window = layer.window;
  command.a = lowering->Activation(layer.from);
  command.b = lowering->Weight(index);
  if (lowering->training()) lowering->Master(index);  // masters stand in layer order too
  EmitForward(lowering, std::move(command), index);
}

void LowerProductBackward(Lowering* lowering, int64_t index) {
  if (lowering->graph().NeedsError(lowering->layer(index).from)) EmitInputError(lowering, index);
  EmitUpdate(lowering, index);
}

}  // namespace itg
