// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/lowering.h"

namespace itg {

Lowering::Lowering(const Network& network, const Numbers& numbers, const LowerOptions& options)
    : network_(network), numbers_(numbers), options_(options) {
  program_.seed = options.seed;
  program_.acc_bits = numbers.acc_bits;
}

bool Lowering::IsRelu(int64_t index) const {
  return index >= 0 && index < layers() && layer(index).kind == LayerKind::kRelu;
}

int64_t Lowering::Features(int64_t index) const {
  return index < 0 ? network_.inputs : layer(index).outputs;
}

int Lowering::Bits(Role role) const {
  switch (role) {
    case Role::kActivation:
      return numbers_.activation_bits;
    case Role::kWeight:
      return numbers_.weight_bits;
    case Role::kError:
      return numbers_.error_bits;
    case Role::kGradient:
      return numbers_.gradient_bits;
    case Role::kAccumulator:
      return numbers_.acc_bits;
    case Role::kMask:
      return 1;
    case Role::kLabel:
      break;
    case Role::kIndex:
      return kIndexBits;
    case Role::kMaster:
      return kMasterBits;
  }
  return 32;
}

BufferId Lowering::Buffer(const std::string& name, Role role, const Shape& shape) {
  const BufferId known = program_.Find(name);
  if (known != kNoBuffer) return known;
  program_.buffers.push_back({name, role, Bits(role), shape});
  return static_cast<BufferId>(program_.buffers.size() - 1);
}

BufferId Lowering::Activation(int64_t index) {
  const std::string name = index < 0 ? "input" : BufferName(layer(index), Role::kActivation);
  return Buffer(name, Role::kActivation, {options_.batch, Features(index)});
}

BufferId Lowering::Error(int64_t index) {
  std::string name = "input.error";
  if (index >= 0) name = BufferName(layer(index), Role::kError);
  if (index == layers() - 1) name = "loss.error";
  return Buffer(name, Role::kError, {options_.batch, Features(index)});
}

BufferId Lowering::Mask(int64_t relu) {
  return Buffer(BufferName(layer(relu), Role::kMask), Role::kMask,
                {options_.batch, Features(relu)});
}

BufferId Lowering::Weight(int64_t linear) {
  return Buffer(BufferName(layer(linear), Role::kWeight), Role::kWeight,
                {layer(linear).outputs, layer(linear).inputs});
}

BufferId Lowering::Labels() { return Buffer("labels", Role::kLabel, {options_.batch}); }

}  // namespace itg
