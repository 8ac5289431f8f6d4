// SPDX-License-Identifier: Apache-2.0
//
// Linear layer, out [N][O] = in [N][I] * weight [O][I] transposed; backward: its input error, then
// the gradient and the update. A neighbouring ReLU is part of the fused commands.
#include "sw/lower/lowering.h"

namespace itg {
namespace {

Command Base(const Lowering& lowering, int64_t index, Opcode opcode, Phase phase) {
  Command command;
  command.opcode = opcode;
  command.phase = phase;
  command.layer = lowering.layer(index).name;
  command.gradient_bits = lowering.numbers().gradient_bits;
  return command;
}

// product, then requantisation through an accumulator buffer
void EmitUnfused(Lowering* lowering, Command product, const std::string& accumulator, Opcode then,
                 BufferId out, const Shape& shape) {
  Command second = product;
  product.out = lowering->Buffer(accumulator, Role::kAccumulator, shape);
  product.post = Post::kNone;
  second.opcode = then;
  second.post = Post::kNone;
  second.a = product.out;
  second.b = kNoBuffer;
  second.out = out;
  lowering->Emit(std::move(product));
  lowering->Emit(std::move(second));
}

void EmitInputError(Lowering* lowering, int64_t index) {
  const Layer& layer = lowering->layer(index);
  Command command = Base(*lowering, index, Opcode::kError, Phase::kError);
  command.rounding = lowering->numbers().error;
  command.a = lowering->Error(index);
  command.b = lowering->Weight(index);
  command.tensor_id = TensorId(index - 1, Role::kError);
  if (index == 0) command.tensor_id = TensorId(lowering->layers() + 1, Role::kError);
  if (!lowering->options().fused) {
    return EmitUnfused(lowering, command, layer.name + ".error_accumulator", Opcode::kRequantise,
                       lowering->Error(index - 1), {lowering->options().batch, layer.inputs});
  }
  const bool masked = lowering->IsRelu(index - 1);
  command.post = masked ? Post::kRequantiseMask : Post::kRequantise;
  command.out = lowering->Error(masked ? index - 2 : index - 1);
  if (masked) command.mask = lowering->Mask(index - 1);
  lowering->Emit(std::move(command));
}

void EmitUpdate(Lowering* lowering, int64_t index) {
  const Layer& layer = lowering->layer(index);
  Command command = Base(*lowering, index, Opcode::kGradient, Phase::kGradient);
  command.rounding = lowering->numbers().gradient;
  command.tensor_id = TensorId(index, Role::kGradient);
  command.a = lowering->Error(index);
  command.b = lowering->Activation(index - 1);
  if (lowering->options().fused) {
    command.post = Post::kUpdate;
    command.out = lowering->Weight(index);
    return lowering->Emit(std::move(command));
  }
  const Shape shape = {layer.outputs, layer.inputs};
  const BufferId gradient =
      lowering->Buffer(BufferName(layer, Role::kGradient), Role::kGradient, shape);
  const BufferId sums =
      lowering->Buffer(layer.name + ".gradient_accumulator", Role::kAccumulator, shape);
  command.out = sums;
  Command round = command;
  lowering->Emit(std::move(command));
  round.opcode = Opcode::kRoundGradient;
  round.phase = Phase::kUpdate;
  round.a = sums;
  round.b = kNoBuffer;
  round.out = gradient;
  lowering->Emit(std::move(round));
  Command apply = Base(*lowering, index, Opcode::kApplyUpdate, Phase::kUpdate);
  apply.a = gradient;
  apply.out = lowering->Weight(index);
  lowering->Emit(std::move(apply));
}

}  // namespace

void LowerLinearForward(Lowering* lowering, int64_t index) {
  const Layer& layer = lowering->layer(index);
  Command command = Base(*lowering, index, Opcode::kForward, Phase::kForward);
  command.rounding = lowering->numbers().activation;
  command.tensor_id = TensorId(index, Role::kActivation);
  command.a = lowering->Activation(index - 1);
  command.b = lowering->Weight(index);
  if (!lowering->options().fused) {
    return EmitUnfused(lowering, command, BufferName(layer, Role::kAccumulator),
                       Opcode::kRequantise, lowering->Activation(index),
                       {lowering->options().batch, layer.outputs});
  }
  const bool relu = lowering->IsRelu(index + 1);
  command.post = relu ? Post::kRequantiseRelu : Post::kRequantise;
  command.out = lowering->Activation(relu ? index + 1 : index);
  if (relu) command.mask = lowering->Mask(index + 1);
  lowering->Emit(std::move(command));
}

void LowerLinearBackward(Lowering* lowering, int64_t index) {
  if (index > 0 || lowering->options().input_error) EmitInputError(lowering, index);
  EmitUpdate(lowering, index);
}

}  // namespace itg
