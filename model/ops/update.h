// SPDX-License-Identifier: Apache-2.0
//
// Weight update (NUMERICS.md section 4). The gradient bit width `mu` is the only learning rate; no
// exponent enters.
//
//   b = range(acc);  b == 0: g = 0 (max|acc| is 0 or 1)
//   shift = b - mu;  g = clip(shift < 1 ? acc : round(acc, shift));   W <- clip(W - g)

#pragma once

#include <cstdint>

#include "model/ops/round_tensor.h"
#include "model/tensor/tensor.h"

namespace itg {

// Fills `gradient` and its exponent (that of `acc`, plus the shift where it is > 0). mu may be
// <= 0: the shift is limited to acc_bits - 1. plan.out_bits is the width of the gradient, to which
// every branch clips. Returns the saturated elements.
uint64_t RoundGradient(const Tensor& acc, int mu, int acc_bits, const RoundingPlan& plan,
                       Tensor* gradient);

// weight = clip(weight - gradient) to `weight_bits`, its exponent unchanged. Returns the saturated
// elements.
uint64_t ApplyUpdate(const Tensor& gradient, int weight_bits, Tensor* weight);

}  // namespace itg
