// SPDX-License-Identifier: Apache-2.0
//
// Requantise.

#include "model/ops/requantise.h"

#include <algorithm>

#include "model/ops/range.h"

namespace itg {

uint64_t Requantise(const Tensor& acc, int range, const RoundingPlan& plan, Reducer* reducer,
                    Tensor* out) {
  // The largest b is the b of the largest magnitude, so shards need exchange no more than that.
  const int global_range = reducer->Max(range >= 0 ? range : Range(acc));
  const int shift = std::max(0, global_range - (plan.out_bits - 1));
  RoundingPlan global = plan;
  global.first_index = static_cast<uint64_t>(reducer->shard() * acc.size());
  out->set_exponent(acc.exponent() + shift);
  return RoundTensor(acc, shift, global, out);
}

}  // namespace itg
