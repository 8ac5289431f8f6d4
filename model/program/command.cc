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
  switch (post) {
    case Post::kNone:
      return true;
    case Post::kRequantise:
      return opcode == Opcode::kForward || opcode == Opcode::kError;
    case Post::kRequantiseRelu:
      return opcode == Opcode::kForward;
    case Post::kRequantiseMask:
      return opcode == Opcode::kError;
    case Post::kUpdate:
      return opcode == Opcode::kGradient;
    case Post::kRoundLoss:
      return opcode == Opcode::kCrossEntropy;
  }
  return false;
}

bool ReadsMask(const Command& command) {
  return command.opcode == Opcode::kReluBackward || command.post == Post::kRequantiseMask;
}

bool WritesMask(const Command& command) {
  return command.opcode == Opcode::kRelu || command.post == Post::kRequantiseRelu;
}

bool Rounds(const Command& command) {
  const Post post = command.post;
  return command.opcode == Opcode::kRequantise || command.opcode == Opcode::kRoundGradient ||
         post == Post::kRequantise || post == Post::kRequantiseRelu ||
         post == Post::kRequantiseMask || post == Post::kUpdate;
}

std::string Describe(const Command& command) {
  std::string text = command.layer.empty() ? "" : command.layer + " ";
  text += Name(command.opcode);
  if (command.post != Post::kNone) text += std::string("+") + Name(command.post);
  return text;
}

}  // namespace itg
