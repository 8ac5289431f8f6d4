// SPDX-License-Identifier: Apache-2.0
//
// ceil(log2 x) of a double, exact: the range of real numbers that become a block tensor.

#pragma once

#include <cmath>

namespace itg {

// Requires x > 0. 0.5 -> -1, 0.75 -> 0, 1 -> 0: x = fraction * 2^exponent with
// 0.5 <= fraction < 1, so only a fraction of 0.5 is a power of two.
inline int CeilLog2(double x) {
  int exponent = 0;
  return std::frexp(x, &exponent) == 0.5 ? exponent - 1 : exponent;
}

}  // namespace itg
