// SPDX-License-Identifier: Apache-2.0
//
// Residual add of two block tensors, also of two errors at a fork (NUMERICS.md section 4): the
// operand with the smaller exponent is rounded right by the difference, nearest (ties away from
// zero: 5 >> 1 -> 3, -5 >> 1 -> -3), then the two are added. Equal exponents: nothing is rounded.

#pragma once

#include "model/tensor/tensor.h"

namespace itg {

inline constexpr int kMaxAlignment = 31;  // larger differences of exponents count as this

// Fills `acc` (int32 or int64 storage) and its exponent, the larger one. The sum of two W-bit
// elements needs W + 1 bits, which the accumulators must have: no sum overflows.
void Add(const Tensor& a, const Tensor& b, Tensor* acc);

}  // namespace itg
