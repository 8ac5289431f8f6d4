// SPDX-License-Identifier: Apache-2.0
//
// Weights at start: Xavier-uniform draws stretched to the full range of the element (NUMERICS.md
// section 4). A network's start depends on seed and tensor_id alone.
//
//   w = limit * t / 2^32,  t = 2 * word + 1 - 2^32 (odd, symmetric),  limit = sqrt(6 / (fan_in +
//   fan_out)) v = round_half_away(w / max|w| * Max),  exponent = ceil(log2 max|w|) - B

#pragma once

#include <cstdint>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

// `shape` is [out][in] or [out][kh][kw][in]; fans count the kernel positions. The words are those
// of (seed, training step 0, tensor_id, element). v is computed in integers, so it is the same
// everywhere.
Tensor InitialWeights(const Shape& shape, int bits, uint32_t seed, uint32_t tensor_id);

// The draws w themselves: Xavier-uniform weights for a training in floating point.
std::vector<float> XavierWeights(const Shape& shape, uint32_t seed, uint32_t tensor_id);

}  // namespace itg
