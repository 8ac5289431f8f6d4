// SPDX-License-Identifier: Apache-2.0
//
// Weight update (NUMERICS.md section 4). The gradient bit width `mu` is the only learning rate; no
// exponent enters.
//
//   b = range(acc);  b == 0: g = 0 (max|acc| is 0 or 1)
//   shift = b - mu;  g = clip(shift < 1 ? acc : round(acc, shift));   W <- clip(W - g)
//   with a 16-bit master:  M <- clip16(M - g);  W <- clip(round_pseudo_stochastic(M, 16 - W bits))

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

// The 16-bit accumulation: master = clip(master - gradient) to 16 bits, then weight =
// clip(round(master, 16 - weight bits)), exponents unchanged. `plan` is that of the weight; its
// mode should be pseudo-stochastic. `scratch` becomes a copy of the master. Returns the saturated
// elements of both steps.
uint64_t ApplyToMaster(const Tensor& gradient, const RoundingPlan& plan, Tensor* master,
                       Tensor* scratch, Tensor* weight);

}  // namespace itg
