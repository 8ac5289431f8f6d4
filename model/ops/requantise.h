// SPDX-License-Identifier: Apache-2.0
//
// Requantise: an accumulator tensor becomes a narrow block tensor that uses all of its bits
// (NUMERICS.md section 3).
//
//   shift = range - (W - 1);  shift <= 0: out = clip(acc);
//                             shift >  0: out = clip(round(acc, shift)), exponent += shift

#pragma once

#include <cstdint>

#include "model/ops/reducer.h"
#include "model/ops/round_tensor.h"
#include "model/tensor/tensor.h"

namespace itg {

// Fills `out` and its exponent. The range is taken over the global batch, and the element indices
// of the random bits are those of the global batch: plan.first_index is ignored. Returns the
// saturated elements: +128 is clipped to +127 at shift 0 as well. `range`: Range(acc) where it is
// known, else -1.
uint64_t Requantise(const Tensor& acc, int range, const RoundingPlan& plan, Reducer* reducer,
                    Tensor* out);

}  // namespace itg
