// SPDX-License-Identifier: Apache-2.0
//
// A command as the hardware reads it: 32-bit words in memory. The table in descriptor.cc is the one
// definition of their layout; print_package.cc prints it into rtl/itg_pkg.sv.
//
// A nest says where an operand lies, a window which parts of it exist. A line is an element of the
// operand's outer dimension, a tap a position of the kernel, a run the contiguous bytes of a tap:
//
//   for line2: for line1 < line_count1: for line0 < line_count0:
//     for tap1 < tap_count1: for tap0 < tap_count0: `run` bytes at
//       addr + line2 * line_stride2 + line1 * line_stride1 + line0 * line_stride0
//            + tap1 * tap_stride1 + tap0 * tap_stride0        modulo 2^32
//
// With a window, line1 and tap1 also move a coordinate y, line0 and tap0 a coordinate x, each a
// quotient and a remainder modulo `divisor`: both start at (start_q, start_r), a line adds
// (line_q, line_r), a tap (tap_q, tap_r); where the remainder reaches the divisor it wraps, the
// quotient goes up by one and the address by pitch_y or pitch_x. The run is zeros unless both
// remainders are 0 and both quotients lie in 0 .. limit - 1.
//   forward, gradient, pools   y = line1 * stride + tap1 - padding               divisor 1
//   error, pools backward      y = (line1 + padding - tap1) / stride if exact    divisor stride

#pragma once

#include <array>
#include <cstdint>

namespace itg {

inline constexpr int kDescriptorWords = 55;
inline constexpr int kDescriptorBytes = 256;  // in memory: whole beats of every bus

using Descriptor = std::array<uint32_t, kDescriptorWords>;

enum class Field : uint8_t {
  kOpcode,
  kPost,
  kRounding,
  kRoundBits,
  kOutBits,
  kMu,
  kWindowed,
  kTensorId,
  kRows,
  kCols,
  kElements,
  kDepth,
  kChunk,
  kBlockRows,
  kBlockCols,
  kColWords,
  kLines,
  kAAddr,
  kBAddr,
  kYAddr,
  kOutAddr,
  kZAddr,
  kSpillAddr,
  kAExpAddr,
  kBExpAddr,
  kOutExpAddr,
  kExponentStep,
  kScale,
  kLogitBits,
  kReserved,
  // Three nests and two windows: their fields are In(kNestA, NestPart::kRun) and so on.
  kNestA,
  kNestB = kNestA + 10,
  kNestX = kNestB + 10,
  kWindow = kNestX + 10,
  kWindowX = kWindow + 11,
  kCount = kWindowX + 11,
};

// Of a nest: operands A and B of a product, X of the second pass.
enum class NestPart : uint8_t {
  kLineCount1,
  kTapCount1,
  kTapCount0,
  kLineCount0,
  kLineStride2,
  kLineStride1,
  kLineStride0,
  kTapStride1,
  kTapStride0,
  kRun,
};
enum class WindowPart : uint8_t {
  kLimitY,
  kLimitX,
  kStartQ,
  kStartR,
  kDivisor,
  kLineQ,
  kLineR,
  kTapQ,
  kTapR,
  kPitchY,
  kPitchX,
};
constexpr Field In(Field nest, NestPart part) {
  return static_cast<Field>(static_cast<int>(nest) + static_cast<int>(part));
}
constexpr Field In(Field window, WindowPart part) {
  return static_cast<Field>(static_cast<int>(window) + static_cast<int>(part));
}

struct FieldInfo {
  const char* name;  // in the RTL's cmd_t, or in its member of type nest_t or window_t
  int word;
  int lsb;
  int bits;
  bool is_signed;
  const char* meaning;
};

FieldInfo Info(Field field);

// Stores `value`; throws Error naming the field when it does not fit.
void SetField(Descriptor* descriptor, Field field, int64_t value);
int64_t GetField(const Descriptor& descriptor, Field field);

}  // namespace itg
