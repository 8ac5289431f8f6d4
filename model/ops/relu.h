// SPDX-License-Identifier: Apache-2.0
//
// ReLU, forward and backward. Exponents are handed on.

#pragma once

#include "model/tensor/tensor.h"

namespace itg {

// out = max(in, 0); mask = 1 where in > 0 (strictly), else 0. `out` may be `in`.
void Relu(const Tensor& in, Tensor* out, Tensor* mask);

// out = error where mask is 1, else 0. `out` may be `error`.
void ReluBackward(const Tensor& error, const Tensor& mask, Tensor* out);

}  // namespace itg
