// SPDX-License-Identifier: Apache-2.0
//
// Errors that a max-pool of 2 x 2 has spread: in every 2 x 2 block of a channel all but one are 0.
// A sum over them needs a quarter of the multiplications.

#pragma once

#include <cstdint>

#include "model/tensor/tensor.h"

namespace itg {

inline constexpr int kBlockSide = 2;

// Is it so in all of `error` [N][H][W][C] (int8)? Blocks start at (0, 0); a last odd row or column
// makes blocks with zeros.
bool IsOneOfFour(const Tensor& error);

// The elements of four blocks side by side, for `channels` channels from image[y][x] on:
//   values[c][b]    the element of block b that is not 0, or 0
//   positions[c][b] where it lies in the four blocks: 2 * column + row, column 0..7 and row 0..1
// Blocks outside of the image are 0. image [H][W][C].
void PackOneOfFour(const int8_t* image, const Shape& shape, int64_t y, int64_t x, int64_t channel,
                   int64_t channels, int8_t* values, int8_t* positions);

// The same for all channels of the one block at (y, x), which lies in the image.
void FoldBlock(const int8_t* image, const Shape& shape, int64_t y, int64_t x, int8_t* values,
               int8_t* positions);

}  // namespace itg
