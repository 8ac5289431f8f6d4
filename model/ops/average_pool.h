// SPDX-License-Identifier: Apache-2.0
//
// Average-pool (NUMERICS.md section 4), no padding counted: the divisor is always kh * kw.
//
//   kh * kw = 2^n: exponent -n;  else: multiply by round(2^16 / (kh * kw)), exponent -16
//
// forward   acc[n,oy,ox,c] = factor * sum a[n, oy*s+i-p, ox*s+j-p, c]
// backward  acc[n,y,x,c]   = factor * sum err[n,oy,ox,c]   over the windows that cover (y, x)

#pragma once

#include <cstdint>

#include "model/program/window.h"

namespace itg {

// Fill `acc` (int32 or int64 storage) and its exponent. Return the sums that do not fit acc_bits.
uint64_t AveragePool(const Tensor& in, const Window& window, int acc_bits, Tensor* acc);
uint64_t AveragePoolBackward(const Tensor& error, const Window& window, int acc_bits, Tensor* acc);

}  // namespace itg
