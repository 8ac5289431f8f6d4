// SPDX-License-Identifier: Apache-2.0
//
// Order of the training images: Fisher-Yates from the project's generator (NUMERICS.md section 3),
// so the order depends on seed and epoch alone.

#pragma once

#include <cstdint>
#include <vector>

namespace itg {

// Fills `order` with a permutation of 0 .. size-1; `epoch` counts from 0.
void Shuffle(uint32_t seed, uint32_t epoch, std::vector<int32_t>* order);

}  // namespace itg
