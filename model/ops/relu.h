// SPDX-License-Identifier: Apache-2.0
//
// ReLU, forward and backward. Exponents are handed on.

#pragma once

#include <cstdint>

#include "model/tensor/tensor.h"

namespace itg {

// out = max(in, 0); mask = 1 where in > 0 (strictly), else 0.
void Relu(const Tensor& in, Tensor* out, Tensor* mask);

// out = error where mask is 1, else 0.
void ReluBackward(const Tensor& error, const Tensor& mask, Tensor* out);

// The same in place, for elements [first, first + count); `mask` may be nullptr in the first.
void ReluPart(Tensor* values, int64_t first, int64_t count, Tensor* mask);
void ReluBackwardPart(const Tensor& mask, int64_t first, int64_t count, Tensor* errors);

}  // namespace itg
