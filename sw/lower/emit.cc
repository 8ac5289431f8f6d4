// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/emit.h"

namespace itg {
namespace {

// Emits `command` with `post` into `out`, or unfused as it is and a requantisation behind it.
void EmitRounded(Lowering* lowering, Command command, Post post, BufferId out,
                 const std::string& accumulator, const Shape& shape) {
  if (lowering->options().fused) {
    command.post = post;
    command.out = out;
    return lowering->Emit(std::move(command));
  }
  Command round;
  round.opcode = Opcode::kRequantise;
  round.phase = command.phase;
  round.layer = command.layer;
  round.rounding = command.rounding;
  round.tensor_id = command.tensor_id;
  round.a = lowering->Accumulator(accumulator, shape);
  round.out = out;
  command.out = round.a;
  lowering->Emit(std::move(command));
  lowering->Emit(std::move(round));
}

// Where the complete error of a tensor goes.
struct Destination {
  Post post = Post::kRequantise;
  BufferId out = kNoBuffer;
  BufferId mask = kNoBuffer;
};

Destination WholeError(Lowering* lowering, int64_t tensor) {
  const Graph& graph = lowering->graph();
  if (graph.IsFusedBackward(tensor)) {
    return {Post::kRequantiseMask, lowering->Error(lowering->layer(tensor).from),
            lowering->Mask(tensor)};
  }
  if (graph.Is(tensor, LayerKind::kMaxPool) && graph.IsFusedForward(tensor) &&
      graph.CanMaskError(tensor)) {
    return {Post::kRequantiseMask, lowering->MaskedError(tensor), lowering->Mask(tensor)};
  }
  return {Post::kRequantise, lowering->Error(tensor), kNoBuffer};
}

uint32_t ErrorId(const Lowering& lowering, int64_t tensor) {
  return TensorId(tensor < 0 ? lowering.graph().layers() + 1 : tensor, Role::kError);
}

bool IsShared(const Lowering& lowering, int64_t tensor) {
  return lowering.graph().Readers(tensor).size() > 1;
}

BufferId Part(Lowering* lowering, int64_t reader, int64_t tensor) {
  return lowering->ErrorNamed(lowering->layer(reader).name + ".input_error", tensor);
}

}  // namespace

void EmitForward(Lowering* lowering, Command command, int64_t index) {
  command.rounding = lowering->numbers().activation;
  command.tensor_id = TensorId(index, Role::kActivation);
  const int64_t relu = lowering->graph().FusedRelu(index);
  const int64_t pool = lowering->graph().FusedPool(index);
  Post post = Post::kRequantise;
  int64_t out = index;
  if (pool != kNoLayer) {
    post = Post::kRequantiseReluPool;
    out = pool;
    command.pool = lowering->layer(pool).window;
    command.mask = lowering->Mask(pool);
    command.index = lowering->Index(pool);
  } else if (relu != kNoLayer) {
    post = Post::kRequantiseRelu;
    out = relu;
    command.mask = lowering->Mask(relu);
  }
  EmitRounded(lowering, std::move(command), post, lowering->Activation(out),
              BufferName(lowering->layer(index), Role::kAccumulator), lowering->BatchShape(index));
}

void EmitError(Lowering* lowering, Command command, int64_t reader, int64_t tensor) {
  Destination to;
  command.rounding = lowering->numbers().error;
  if (IsShared(*lowering, tensor)) {
    to.out = Part(lowering, reader, tensor);
    command.tensor_id = TensorId(reader, Role::kAccumulator);
  } else {
    to = WholeError(lowering, tensor);
    command.mask = to.mask;
    command.tensor_id = ErrorId(*lowering, tensor);
  }
  EmitRounded(lowering, std::move(command), to.post, to.out,
              lowering->layer(reader).name + ".error_accumulator", lowering->BatchShape(tensor));
  AddPart(lowering, to.out, reader, tensor);
}

void EmitUnroundedError(Lowering* lowering, Command command, int64_t reader, int64_t tensor) {
  const BufferId out =
      IsShared(*lowering, tensor) ? Part(lowering, reader, tensor) : lowering->Error(tensor);
  command.out = out;
  lowering->Emit(std::move(command));
  AddPart(lowering, out, reader, tensor);
}

void AddPart(Lowering* lowering, BufferId part, int64_t reader, int64_t tensor) {
  if (!IsShared(*lowering, tensor)) return;
  BufferId& sum = lowering->PartialError(tensor);
  if (sum == kNoBuffer) {
    sum = part;
    return;
  }
  Command command = lowering->Make(Opcode::kAdd, Phase::kError, tensor);
  command.rounding = lowering->numbers().error;
  command.a = sum;
  command.b = part;
  const std::string& name = lowering->layer(reader).name;
  Destination to;
  if (reader == lowering->graph().Readers(tensor).front()) {
    to = WholeError(lowering, tensor);
    command.mask = to.mask;
    command.tensor_id = ErrorId(*lowering, tensor);
  } else {
    to.out = lowering->ErrorNamed(name + ".error_sum", tensor);
    command.tensor_id = TensorId(reader, Role::kMask);
  }
  sum = to.out;
  EmitRounded(lowering, std::move(command), to.post, to.out, name + ".sum_accumulator",
              lowering->BatchShape(tensor));
}

}  // namespace itg
