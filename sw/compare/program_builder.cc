// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/program_builder.h"

#include <algorithm>

namespace itg {
namespace {

constexpr int kNarrowest = 4;  // bits, NUMERICS.md: RTL widths

Phase PhaseOf(Opcode opcode) {
  switch (opcode) {
    case Opcode::kForward:
    case Opcode::kRequantise:
    case Opcode::kRelu:
      return Phase::kForward;
    case Opcode::kError:
    case Opcode::kReluBackward:
    case Opcode::kMaxPoolBackward:
    case Opcode::kAveragePoolBackward:
    case Opcode::kDropoutBackward:
      return Phase::kError;
    case Opcode::kGradient:
      return Phase::kGradient;
    case Opcode::kRoundGradient:
    case Opcode::kApplyUpdate:
      return Phase::kUpdate;
    case Opcode::kCrossEntropy:
    case Opcode::kRoundLoss:
      return Phase::kLoss;
    default:
      break;
  }
  return Phase::kForward;
}

}  // namespace

ProgramBuilder::ProgramBuilder(const HwConfig& hw, RandomSource* random, bool narrower)
    : hw_(hw), random_(random) {
  const auto width = [&](int widest) {
    return narrower && random->OneIn(2) ? random->IntBetween(kNarrowest, widest) : widest;
  };
  activation_bits_ = width(hw.activation_bits);
  weight_bits_ = width(hw.weight_bits);
  error_bits_ = width(hw.error_bits);
  gradient_bits_ = width(hw.gradient_bits);
  program_.acc_bits = hw.acc_bits;
  program_.seed = static_cast<uint32_t>(random->Next());
}

int ProgramBuilder::BitsOf(Role role) const {
  switch (role) {
    case Role::kActivation:
      return activation_bits_;
    case Role::kWeight:
      return weight_bits_;
    case Role::kError:
      return error_bits_;
    case Role::kGradient:
      return gradient_bits_;
    case Role::kAccumulator:
      return program_.acc_bits;
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

BufferId ProgramBuilder::Add(Role role, const Shape& shape) {
  return Add(role, BitsOf(role), shape);
}

BufferId ProgramBuilder::Add(Role role, int bits, const Shape& shape) {
  const BufferId id = static_cast<BufferId>(program_.buffers.size());
  program_.buffers.push_back({std::string(Name(role)) + std::to_string(id), role, bits, shape});
  return id;
}

BufferId ProgramBuilder::AddWith(Role role, const Shape& shape, const Values& values) {
  return AddWith(role, BitsOf(role), shape, values);
}

BufferId ProgramBuilder::AddWith(Role role, int bits, const Shape& shape, const Values& values) {
  const BufferId id = Add(role, bits, shape);
  Tensor tensor = MakeTensor(program_[id]);
  for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, values.at(static_cast<size_t>(i)));
  if (role != Role::kMask && role != Role::kLabel) {
    tensor.set_exponent(random_->IntBetween(-20, 20));
  }
  program_.initial.emplace_back(id, std::move(tensor));
  return id;
}

Tensor& ProgramBuilder::Initial(BufferId id) {
  const auto found = std::find_if(program_.initial.begin(), program_.initial.end(),
                                  [id](const auto& initial) { return initial.first == id; });
  return found->second;
}

int32_t ProgramBuilder::ExponentOf(BufferId id) { return Initial(id).exponent(); }

void ProgramBuilder::SetExponent(BufferId id, int32_t exponent) {
  Initial(id).set_exponent(exponent);
}

Command& ProgramBuilder::AddCommand(Opcode opcode, Post post, Rounding rounding) {
  Command command;
  command.opcode = opcode;
  command.post = post;
  command.rounding = rounding;
  command.tensor_id = static_cast<uint32_t>(random_->OneIn(2) ? random_->Between(0, 15)
                                                              : random_->Between(0, UINT32_MAX));
  command.gradient_bits = gradient_bits_;
  command.phase = PhaseOf(opcode);
  command.layer = "c" + std::to_string(program_.commands.size());
  program_.commands.push_back(command);
  return program_.commands.back();
}

}  // namespace itg
