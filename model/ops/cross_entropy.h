// SPDX-License-Identifier: Apache-2.0
//
// Integer cross-entropy: from the last layer's outputs to the error it is handed (NUMERICS.md
// section 4). One sample: o = the outputs, e = their exponent, e > 4 counts as 4.
//
//   e > -B_act:  s = trunc(o * 47274 / 2^15)            47274 / 2^15 approximates log2(e)
//                s = e >= 0 ? s << e : trunc(s / 2^-e)
//                s = max(s - (max(s) - 10), 0);  p = 2^s - 1
//   else:        p = 2^(1-2e) + o * 2^(1-e) + o^2        e < -16: o is first rounded to e = -16
//   G = trunc(p * 2^(B_err+4) / sum(p));  G[target] -= sum(G);  error = clip(round(G, 4))

#pragma once

#include <cstdint>

#include "model/ops/reducer.h"
#include "model/ops/round_tensor.h"
#include "model/tensor/tensor.h"

namespace itg {

// Fills `g` (int32 or int64 storage, [N][C], exponent -4) from `logits` [N][C] of act_bits and
// `labels` [N]. |G| <= 2^(err_bits+3). Throws Error for a label that is not a class, and for more
// than 2^(B_err+3) classes: all errors but the target's would vanish.
void CrossEntropy(const Tensor& logits, const Tensor& labels, int act_bits, int err_bits,
                  Tensor* g);

// Rounds by 4 bits and clips; the exponent grows by 4. plan.first_index is ignored: the element
// indices are those of the global batch. Returns the saturated elements.
uint64_t RoundLoss(const Tensor& g, const RoundingPlan& plan, Reducer* reducer, Tensor* error);

}  // namespace itg
