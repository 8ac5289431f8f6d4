// SPDX-License-Identifier: Apache-2.0
//
// The command table: what every machine can execute. A command works on whole tensors and carries
// its post-operation; every fused command also exists as its unfused parts, with the same bits.
//
// The enumerator values are the hardware encoding. They are printed into rtl/itg_pkg.sv by
// sim/plan/print_package.cc; a test fails when that file is stale.

#pragma once

#include <cstdint>
#include <string>

#include "model/arith/round.h"

namespace itg {

// Operands (see Command): shapes are [rows][columns], row-major.
//   opcode          a                  b                  out                       mask
//   kForward        activation [N][I]  weight [O][I]      [N][O]                    [N][O] written
//   kError          error [N][O]       weight [O][I]      [N][I]                    [N][I] read
//   kGradient       error [N][O]       activation [N][I]  accumulator or weight [O][I]
//   kRequantise     accumulator                           narrow
//   kRelu           narrow                                narrow                    written
//   kReluBackward   error                                 error                     read
//   kRoundGradient  accumulator                           gradient
//   kApplyUpdate    gradient                              weight, in place
//   kCrossEntropy   logits [N][C]      labels [N]         accumulator or error [N][C]
//   kRoundLoss      accumulator [N][C]                    error [N][C]
//
// Exponents: a product has e_a + e_b; every rounding adds its shift where that is > 0; kRelu and
// kReluBackward hand theirs on; an updated weight keeps its own. The cross-entropy's accumulators
// have -4 and kRoundLoss adds 4, so that the loss starts at exponent 0.
enum class Opcode : uint8_t {
  kForward = 0,
  kError = 1,
  kGradient = 2,
  kRequantise = 3,
  kRelu = 4,
  kReluBackward = 5,
  kRoundGradient = 6,
  kApplyUpdate = 7,
  kCrossEntropy = 8,
  kRoundLoss = 9,
};
inline constexpr int kOpcodeCount = 10;

// What follows a product (or the cross-entropy) inside the same command.
enum class Post : uint8_t {
  kNone = 0,            // `out` receives the accumulators
  kRequantise = 1,      // range, shift, round, clip
  kRequantiseRelu = 2,  // forward only: requantise, ReLU, write the mask
  kRequantiseMask = 3,  // error only: requantise, keep where the mask is set
  kUpdate = 4,          // gradient only: round the gradient to mu bits, W <- clip(W - g)
  kRoundLoss = 5,       // cross-entropy only: round by 4 bits, clip
};
inline constexpr int kPostCount = 6;

// The phase of a training step a command is accounted to.
enum class Phase : uint8_t { kForward = 0, kLoss = 1, kError = 2, kGradient = 3, kUpdate = 4 };
inline constexpr int kPhaseCount = 5;

using BufferId = int32_t;
inline constexpr BufferId kNoBuffer = -1;

struct Command {
  Opcode opcode = Opcode::kForward;
  Post post = Post::kNone;
  Rounding rounding = Rounding::kNearest;
  int mu = 0;              // gradient bit width of kRoundGradient and kUpdate; may be <= 0
  uint32_t tensor_id = 0;  // keys the random bits of the rounded tensor (NUMERICS.md section 3)
  BufferId a = kNoBuffer;
  BufferId b = kNoBuffer;
  BufferId out = kNoBuffer;
  BufferId mask = kNoBuffer;
  Phase phase = Phase::kForward;
  std::string layer;  // for reports and error messages
};

const char* Name(Opcode opcode);  // "forward", "round_gradient", ...
const char* Name(Post post);      // "none", "requantise_relu", ...
const char* Name(Phase phase);
const char* Name(Rounding rounding);               // "nearest", "stochastic", "pseudo-stochastic"
Rounding RoundingByName(const std::string& name);  // throws Error naming the allowed values

bool IsProduct(Opcode opcode);  // runs on the MAC array
bool IsLegal(Opcode opcode, Post post);
bool ReadsMask(const Command& command);
bool WritesMask(const Command& command);
bool Rounds(const Command& command);  // takes its shift from the range of the whole tensor
// "fc1 forward+requantise_relu"
std::string Describe(const Command& command);

}  // namespace itg
