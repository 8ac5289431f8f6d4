// SPDX-License-Identifier: Apache-2.0
//
// Bits of integers: length, magnitude and two's complement of any width (NUMERICS.md section 2, 3).

#pragma once

#include <cassert>
#include <cstdint>

namespace itg {

inline constexpr int kMinAccBits = 8;
inline constexpr int kMaxAccBits = 48;
inline constexpr int kMinNarrowBits = 2;
inline constexpr int kMaxNarrowBits = 16;

// Number of bits of n: BitLength(0) = 0, BitLength(127) = 7, BitLength(128) = 8.
constexpr int BitLength(uint64_t n) { return n == 0 ? 0 : 64 - __builtin_clzll(n); }

// |x|; right for the most negative value too.
constexpr uint64_t Magnitude(int64_t x) {
  return x < 0 ? 0 - static_cast<uint64_t>(x) : static_cast<uint64_t>(x);
}

// x modulo 2^bits as a two's complement number of `bits` bits (1..63): Wrap(128, 8) = -128.
constexpr int64_t Wrap(int64_t x, int bits) {
  const uint64_t sign = uint64_t{1} << (bits - 1);
  const uint64_t low = static_cast<uint64_t>(x) & ((sign << 1) - 1);
  return static_cast<int64_t>((low ^ sign) - sign);
}

constexpr bool Fits(int64_t x, int bits) { return Wrap(x, bits) == x; }

// b of NUMERICS.md section 3 for a tensor whose largest magnitude is m: the number of bits of
// m - 1, so ceil(log2 m). 127 -> 7, 128 -> 7, 129 -> 8: not BitLength(m), which gives 8 for 128.
constexpr int RangeBits(uint64_t m) { return m == 0 ? 0 : BitLength(m - 1); }

}  // namespace itg
