// SPDX-License-Identifier: Apache-2.0
//
// Dropout (NUMERICS.md section 4), p = 1/2: one random bit per column (index of an element within
// its sample), shared by the batch. Backward is the same multiplication with the same bits.

#pragma once

#include <cstdint>

#include "model/tensor/tensor.h"

namespace itg {

// out = in where bit 0 of RandomWord(key, column) is 1, else 0; exponent + 1. Shapes [N][...].
void Dropout(const Tensor& in, uint32_t key, Tensor* out);

}  // namespace itg
