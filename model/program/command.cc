// SPDX-License-Identifier: Apache-2.0
//
// The command table: names and what may follow what.

#include "model/program/command.h"

#include "model/error.h"

namespace itg {

const char* Name(Opcode opcode) {
  switch (opcode) {
    case Opcode::kForward:
      return "forward";
    case Opcode::kError:
      return "error";
    case Opcode::kGradient:
      return "gradient";
    case Opcode::kRequantise:
      return "requantise";
    case Opcode::kRelu:
      return "relu";
    case Opcode::kReluBackward:
      return "relu_backward";
    case Opcode::kRoundGradient:
      return "round_gradient";
    case Opcode::kApplyUpdate:
      return "apply_update";
    case Opcode::kCrossEntropy:
      return "cross_entropy";
    case Opcode::kRoundLoss:
      return "round_loss";
    case Opcode::kMaxPool:
      return "max_pool";
    case Opcode::kMaxPoolBackward:
      return "max_pool_backward";
    case Opcode::kAveragePool:
      return "average_pool";
    case Opcode::kAveragePoolBackward:
      return "average_pool_backward";
    case Opcode::kDropout:
      return "dropout";
    case Opcode::kDropoutBackward:
      return "dropout_backward";
    case Opcode::kAdd:
      return "add";
  }
  return "illegal";
}

const char* Name(Post post) {
  switch (post) {
    case Post::kNone:
      return "none";
    case Post::kRequantise:
      return "requantise";
    case Post::kRequantiseRelu:
      return "requantise_relu";
    case Post::kRequantiseMask:
      return "requantise_mask";
    case Post::kUpdate:
      return "update";
    case Post::kRoundLoss:
      return "round_loss";
    case Post::kRequantiseReluPool:
      return "requantise_relu_pool";
  }
  return "illegal";
}

const char* Name(Phase phase) {
  switch (phase) {
    case Phase::kForward:
      return "forward";
    case Phase::kLoss:
      return "loss";
    case Phase::kError:
      return "error";
    case Phase::kGradient:
      return "gradient";
    case Phase::kUpdate:
      return "update";
  }
  return "illegal";
}

const char* Name(Rounding rounding) {
  switch (rounding) {
    case Rounding::kNearest:
      return "nearest";
    case Rounding::kStochastic:
      return "stochastic";
    case Rounding::kPseudoStochastic:
      return "pseudo-stochastic";
  }
  return "illegal";
}

Rounding RoundingByName(const std::string& name) {
  for (int mode = 0; mode < kRoundingCount; ++mode) {
    if (name == Name(static_cast<Rounding>(mode))) return static_cast<Rounding>(mode);
  }
  throw Error("rounding \"" + name + "\": allowed are nearest, stochastic, pseudo-stochastic");
}

bool IsProduct(Opcode opcode) {
  return opcode == Opcode::kForward || opcode == Opcode::kError || opcode == Opcode::kGradient;
}

bool IsLegal(Opcode opcode, Post post) {
  if (static_cast<int>(opcode) >= kOpcodeCount) return false;
  const bool error_side = opcode == Opcode::kError || opcode == Opcode::kMaxPoolBackward ||
                          opcode == Opcode::kAveragePoolBackward;
  const bool add = opcode == Opcode::kAdd;
  switch (post) {
    case Post::kNone:
      return true;
    case Post::kRequantise:
      return opcode == Opcode::kForward || opcode == Opcode::kAveragePool || error_side || add;
    case Post::kRequantiseRelu:
      return opcode == Opcode::kForward || add;
    case Post::kRequantiseMask:
      return error_side || add;
    case Post::kUpdate:
      return opcode == Opcode::kGradient;
    case Post::kRoundLoss:
      return opcode == Opcode::kCrossEntropy;
    case Post::kRequantiseReluPool:
      return opcode == Opcode::kForward;
  }
  return false;
}

bool ReadsMask(const Command& command) {
  return command.opcode == Opcode::kReluBackward || command.post == Post::kRequantiseMask;
}

bool WritesMask(const Command& command) {
  return command.opcode == Opcode::kRelu || command.post == Post::kRequantiseRelu ||
         command.post == Post::kRequantiseReluPool;
}

bool ReadsIndex(const Command& command) { return command.opcode == Opcode::kMaxPoolBackward; }

bool WritesIndex(const Command& command) {
  return command.opcode == Opcode::kMaxPool || command.post == Post::kRequantiseReluPool;
}

bool Updates(const Command& command) {
  return command.opcode == Opcode::kApplyUpdate || command.post == Post::kUpdate;
}

bool RoundsGradient(const Command& command) {
  return command.opcode == Opcode::kRoundGradient || command.post == Post::kUpdate;
}

std::vector<BufferId> Outputs(const Command& command) {
  std::vector<BufferId> outputs = {command.out};
  if (WritesMask(command)) outputs.push_back(command.mask);
  if (WritesIndex(command)) outputs.push_back(command.index);
  if (command.master != kNoBuffer) outputs.push_back(command.master);
  return outputs;
}

bool Rounds(const Command& command) {
  const Post post = command.post;
  return command.opcode == Opcode::kRequantise || RoundsGradient(command) ||
         (post != Post::kNone && post != Post::kRoundLoss);
}

std::string Describe(const Command& command) {
  std::string text = command.layer.empty() ? "" : command.layer + " ";
  text += Name(command.opcode);
  if (command.post != Post::kNone) text += std::string("+") + Name(command.post);
  return text;
}

}  // namespace itg
