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
#include <vector>

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
//   kAdd            narrow             narrow             accumulator or narrow of the same role
//   kDropout(Backward)  narrow                            narrow of the same role
//   kMaxPool        activation [N][H][W][C]               [N][PH][PW][C]            index written
//   kMaxPoolBackward  error [N][PH][PW][C]                [N][H][W][C]              index read
//   kAveragePool, kAveragePoolBackward: the shapes of the max-pool; narrow to accumulator or narrow
// Where a linear product has [N][I] (not the weight, not [N][O]) any shape [N][...] of I elements a
// sample will do. A product with a window is a convolution:
//   kForward   a [N][H][W][C]    b [O][kh][kw][C]  out [N][OH][OW][O]
//   kError     a [N][OH][OW][O]  b [O][kh][kw][C]  out [N][H][W][C]
//   kGradient  a [N][OH][OW][O]  b [N][H][W][C]    out [O][kh][kw][C]
// With `master`, kApplyUpdate and kUpdate subtract from the 16-bit master weights of the shape of
// `out` and derive `out` from them.
//
// Exponents: a product has e_a + e_b; every rounding adds its shift where that is > 0; kRelu,
// kReluBackward and the max-pools hand theirs on; kDropout and its backward add 1; kAdd has the
// larger one; the average-pools subtract log2(kh * kw), or 16 where that is no integer; an updated
// weight keeps its own. The cross-entropy's accumulators have -4 and kRoundLoss adds 4, so that the
// loss starts at exponent 0.
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
  kMaxPool = 10,          // padding never wins, the first maximum in raster order does
  kMaxPoolBackward = 11,  // where windows overlap the errors are summed
  kAveragePool = 12,      // the divisor is always kh * kw
  kAveragePoolBackward = 13,
  kDropout = 14,  // one random bit per column (element of a sample), shared by the batch
  kDropoutBackward = 15,
  kAdd = 16,  // residual add, also of two errors at a fork
};
inline constexpr int kOpcodeCount = 17;

// What follows a product (or the cross-entropy) inside the same command.
enum class Post : uint8_t {
  kNone = 0,            // `out` receives the accumulators
  kRequantise = 1,      // range, shift, round, clip
  kRequantiseRelu = 2,  // activations only: requantise, ReLU, write the mask
  kRequantiseMask = 3,  // errors only: requantise, keep where the mask is set
  kUpdate = 4,          // gradient only: round the gradient to mu bits, W <- clip(W - g)
  kRoundLoss = 5,       // cross-entropy only: round by 4 bits, clip
  // Forward convolution only: requantise, ReLU, max-pool by `pool`, whose windows do not overlap.
  // `out`, `mask` (1 where the pooled value is > 0) and `index` have the pooled shape.
  kRequantiseReluPool = 6,
};
inline constexpr int kPostCount = 7;

// The phase of a training step a command is accounted to.
enum class Phase : uint8_t { kForward = 0, kLoss = 1, kError = 2, kGradient = 3, kUpdate = 4 };
inline constexpr int kPhaseCount = 5;

using BufferId = int32_t;
inline constexpr BufferId kNoBuffer = -1;

// A convolution's or a pool's: windows of kernel_h x kernel_w elements, `stride` apart, over an
// image with `padding` on every side: floor((H + 2 * padding - kernel_h) / stride) + 1 of them.
struct Window {
  int kernel_h = 0;  // 0: no window
  int kernel_w = 0;
  int stride = 1;
  int padding = 0;
};

struct Command {
  Opcode opcode = Opcode::kForward;
  Post post = Post::kNone;
  Rounding rounding = Rounding::kNearest;
  int mu = 0;              // gradient bit width of kRoundGradient and kUpdate; may be <= 0
  int gradient_bits = 8;   // element width of their rounded gradient: mu <= gradient_bits - 1
  uint32_t tensor_id = 0;  // keys the random bits of the rounded tensor (NUMERICS.md section 3)
  BufferId a = kNoBuffer;
  BufferId b = kNoBuffer;
  BufferId out = kNoBuffer;
  BufferId mask = kNoBuffer;
  BufferId index = kNoBuffer;   // winners of a max-pool
  BufferId master = kNoBuffer;  // 16-bit master weights
  Window window;                // of a convolution or a pool; none: a linear product
  Window pool;                  // of kRequantiseReluPool
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
bool ReadsIndex(const Command& command);
bool WritesIndex(const Command& command);
bool Updates(const Command& command);         // changes weights
bool RoundsGradient(const Command& command);  // mu and gradient_bits have a meaning
// What a command writes, in the order of the digest: out, mask, index, master.
std::vector<BufferId> Outputs(const Command& command);
bool Rounds(const Command& command);  // takes its shift from the range of the whole tensor
// "fc1 forward+requantise_relu"
std::string Describe(const Command& command);

}  // namespace itg
