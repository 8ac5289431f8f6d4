// SPDX-License-Identifier: Apache-2.0
//
// Rounding: the one place where a wide accumulator becomes a narrow tensor element
// (NUMERICS.md section 3). Normative: rtl/post/itg_round.sv matches it bit for bit.

#pragma once

#include <algorithm>
#include <cstdint>

namespace itg {

// The enumerator values are the hardware encoding.
enum class Rounding : uint8_t { kNearest = 0, kStochastic = 1, kPseudoStochastic = 2 };
inline constexpr int kRoundingCount = 3;

struct Rounded {
  int64_t value;
  bool saturated;
};

// Largest magnitude of a narrow element of `bits` bits: 127 for 8. -128 does not occur.
constexpr int64_t MaxMagnitude(int bits) { return (int64_t{1} << (bits - 1)) - 1; }

// Divides |acc| by 2^shift, rounds the magnitude as `mode` says, restores the sign, saturates to
// +-MaxMagnitude(out_bits). Nearest breaks ties away from zero: 5 >> 1 -> 3, -5 >> 1 -> -3.
// `random` is read by kStochastic alone; its low `shift` bits (at most 32) are the draw.
// Requires 0 <= shift < 48, |acc| <= 2^47, 2 <= out_bits <= 16.
inline Rounded Round(int64_t acc, int shift, Rounding mode, uint32_t random, int out_bits) {
  const uint64_t magnitude = static_cast<uint64_t>(acc < 0 ? -acc : acc);
  const uint64_t mask = (uint64_t{1} << shift) - 1;
  const uint64_t dropped = magnitude & mask;
  const int half = shift / 2;

  uint64_t weight = dropped;       // round up when weight > threshold
  uint64_t threshold = mask >> 1;  // kNearest: weight >= 2^(shift-1)
  if (mode == Rounding::kStochastic) threshold = random & mask;
  if (mode == Rounding::kPseudoStochastic) {
    weight = dropped >> half;  // the upper discarded bits are the probability,
    threshold = (dropped & ((uint64_t{1} << half) - 1)) << (shift % 2);  // the lower ones the draw
  }

  const uint64_t max = static_cast<uint64_t>(MaxMagnitude(out_bits));
  const uint64_t rounded = (magnitude >> shift) + (weight > threshold ? 1 : 0);
  const int64_t clipped = static_cast<int64_t>(std::min(rounded, max));
  return {acc < 0 ? -clipped : clipped, rounded > max};
}

}  // namespace itg
