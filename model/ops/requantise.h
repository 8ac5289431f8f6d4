// SPDX-License-Identifier: Apache-2.0
//
// Requantise: an accumulator tensor becomes a narrow block tensor that uses all of its bits
// (NUMERICS.md section 3).
//
//   shift = range - (W - 1);  shift <= 0: out = clip(acc);
//                             shift >  0: out = clip(round(acc, shift)), exponent += shift
//
// What follows in the same command is done block by block while the elements are in the cache; the
// bits are those of model/ops/relu.h and model/ops/max_pool.h.

#pragma once

#include <cstdint>

#include "model/ops/reducer.h"
#include "model/ops/round_tensor.h"
#include "model/program/window.h"
#include "model/tensor/tensor.h"

namespace itg {

// The accumulators, how to round them, and who shares the batch.
struct Requantisation {
  const Tensor& acc;
  int range;          // Range(acc) where it is known, else -1
  RoundingPlan plan;  // first_index is ignored: that of the global batch is taken
  Reducer* reducer;
};

// Each fills `out` and its exponent, with the range over the global batch, and returns the
// saturated elements: +128 is clipped to +127 at shift 0 as well.
uint64_t Requantise(const Requantisation& what, Tensor* out);
// ... then out = max(out, 0), mask = 1 where it is > 0.
uint64_t RequantiseRelu(const Requantisation& what, Tensor* out, Tensor* mask);
// ... then out = 0 where mask is 0.
uint64_t RequantiseMask(const Requantisation& what, const Tensor& mask, Tensor* out);
// ... then out = max-pool of max(., 0); mask = 1 where the pooled value is > 0; index: the winners.
// acc [N][H][W][C], the others [N][PH][PW][C]. The windows have no padding and do not overlap.
uint64_t RequantiseReluPool(const Requantisation& what, const Window& pool, Tensor* out,
                            Tensor* mask, Tensor* index);

}  // namespace itg
