// SPDX-License-Identifier: Apache-2.0
//
// Rounding written a second time, from the text of NUMERICS.md section 3, with division and modulo
// in place of shifts and masks. Slow and obvious: what the real one is tested against.

#pragma once

#include <cstdint>

#include "model/arith/round.h"

namespace itg {

inline int64_t PowerOfTwo(int n) { return n == 0 ? 1 : 2 * PowerOfTwo(n - 1); }

inline bool DumbRoundsUp(int64_t f, int shift, Rounding mode, int64_t random) {
  const int64_t power = PowerOfTwo(shift);
  if (mode == Rounding::kNearest) return 2 * f >= power;
  if (mode == Rounding::kStochastic) return f > random % power;
  const int64_t half_power = PowerOfTwo(shift / 2);
  const int64_t q = f / half_power;
  int64_t r = f % half_power;
  if (shift % 2 == 1) r = 2 * r;
  return q > r;
}

// Not saturated.
inline int64_t DumbRoundMagnitude(int64_t magnitude, int shift, Rounding mode, int64_t random) {
  const int64_t power = PowerOfTwo(shift);
  return magnitude / power + (DumbRoundsUp(magnitude % power, shift, mode, random) ? 1 : 0);
}

inline Rounded DumbRound(int64_t acc, int shift, Rounding mode, int64_t random, int out_bits) {
  const int64_t max = PowerOfTwo(out_bits - 1) - 1;
  const int64_t magnitude = DumbRoundMagnitude(acc < 0 ? -acc : acc, shift, mode, random);
  const int64_t clipped = magnitude > max ? max : magnitude;
  return {acc < 0 ? -clipped : clipped, magnitude > max};
}

}  // namespace itg
