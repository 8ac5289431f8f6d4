// SPDX-License-Identifier: Apache-2.0
//
// Range: how many bits the largest magnitude of a whole accumulator tensor needs (NUMERICS.md
// section 3). It decides the shift of every rounding.

#pragma once

#include "model/tensor/tensor.h"

namespace itg {

// b = ceil(log2 max|x|), 0 when all x are 0: the bit length of the OR of |x| - 1 over all x != 0.
// max 127 -> 7, 128 -> 7, 129 -> 8. Requires int32 or int64 storage.
int Range(const Tensor& acc);

}  // namespace itg
