// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/lowering.h"

namespace itg {
namespace {

constexpr int kMaskBits = 1;
constexpr int kLabelBits = 32;

}  // namespace

Lowering::Lowering(const Network& network, const Numbers& numbers, const LowerOptions& options,
                   bool training)
    : graph_(network, options.fused, options.input_error),
      numbers_(numbers),
      options_(options),
      training_(training) {
  program_.seed = options.seed;
  program_.acc_bits = numbers.acc_bits;
}

Shape Lowering::BatchShape(int64_t tensor) const {
  Shape shape = {options_.batch};
  const Shape& sample = graph_.SampleShape(tensor);
  shape.insert(shape.end(), sample.begin(), sample.end());
  return shape;
}

Numbers Lowering::WidthsOf(int64_t tensor) const {
  const int64_t width = graph_.WidthOf(tensor);
  return width < 0 ? numbers_ : NumbersOf(width);
}

BufferId Lowering::Buffer(const std::string& name, Role role, int bits, const Shape& shape) {
  const BufferId known = program_.Find(name);
  if (known != kNoBuffer) return known;
  program_.buffers.push_back({name, role, bits, shape});
  return static_cast<BufferId>(program_.buffers.size() - 1);
}

BufferId Lowering::Accumulator(const std::string& name, const Shape& shape) {
  return Buffer(name, Role::kAccumulator, numbers_.acc_bits, shape);
}

BufferId Lowering::Activation(int64_t tensor) {
  if (!training_ && graph_.Is(tensor, LayerKind::kDropout)) return Activation(layer(tensor).from);
  const std::string name = tensor < 0 ? "input" : BufferName(layer(tensor), Role::kActivation);
  return Buffer(name, Role::kActivation, WidthsOf(tensor).activation_bits, BatchShape(tensor));
}

BufferId Lowering::Error(int64_t tensor) {
  if (tensor == graph_.layers() - 1) return ErrorNamed("loss.error", tensor);
  if (tensor < 0) return ErrorNamed("input.error", tensor);
  const std::vector<int64_t>& readers = graph_.Readers(tensor);
  if (readers.size() == 1 && graph_.Is(readers[0], LayerKind::kAdd)) return Error(readers[0]);
  return ErrorNamed(BufferName(layer(tensor), Role::kError), tensor);
}

BufferId Lowering::ErrorNamed(const std::string& name, int64_t tensor) {
  return Buffer(name, Role::kError, WidthsOf(tensor).error_bits, BatchShape(tensor));
}

BufferId Lowering::Mask(int64_t index) {
  return Buffer(BufferName(layer(index), Role::kMask), Role::kMask, kMaskBits, BatchShape(index));
}

BufferId Lowering::MaskedError(int64_t pool) {
  return ErrorNamed(layer(pool).name + ".masked_error", pool);
}

BufferId Lowering::Index(int64_t pool) {
  return Buffer(BufferName(layer(pool), Role::kIndex), Role::kIndex, kIndexBits, BatchShape(pool));
}

BufferId Lowering::Weight(int64_t product) {
  return Buffer(BufferName(layer(product), Role::kWeight), Role::kWeight,
                NumbersOf(product).weight_bits, layer(product).weight);
}

BufferId Lowering::Master(int64_t product) {
  if (!NumbersOf(product).master) return kNoBuffer;
  return Buffer(BufferName(layer(product), Role::kMaster), Role::kMaster, kMasterBits,
                layer(product).weight);
}

BufferId Lowering::Labels() { return Buffer("labels", Role::kLabel, kLabelBits, {options_.batch}); }

Command Lowering::Make(Opcode opcode, Phase phase, int64_t index) const {
  Command command;
  command.opcode = opcode;
  command.phase = phase;
  command.layer = index < 0 ? "input" : layer(index).name;
  return command;
}

}  // namespace itg
