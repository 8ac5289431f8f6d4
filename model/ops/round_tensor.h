// SPDX-License-Identifier: Apache-2.0
//
// Rounds and clips every element of an accumulator tensor: Round() of model/arith/round.h in loops
// that vectorise. Round() is the definition; a test proves the loops equal to it.

#pragma once

#include <cstdint>

#include "model/arith/round.h"
#include "model/tensor/tensor.h"

namespace itg {

struct RoundingPlan {
  Rounding mode = Rounding::kNearest;
  int out_bits = 8;
  uint32_t key = 0;          // TensorKey(); read by kStochastic alone
  uint64_t first_index = 0;  // of element 0 in the tensor of the global batch
};

// out[i] = Round(acc[i], shift, mode, word of element first_index + i, out_bits). shift 0 clips.
// `acc` has int32 or int64 storage, `out` int8 or int16 and as many elements; exponents are not
// touched. Requires 0 <= shift < bits of the accumulators. Returns the saturated elements.
uint64_t RoundTensor(const Tensor& acc, int shift, const RoundingPlan& plan, Tensor* out);

// The same for elements [first, first + count) of `acc`, to out[at] and on; in this thread.
uint64_t RoundPart(const Tensor& acc, int64_t first, int64_t count, int shift,
                   const RoundingPlan& plan, Tensor* out, int64_t at);

}  // namespace itg
