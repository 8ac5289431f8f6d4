// SPDX-License-Identifier: Apache-2.0
//
// im2col: what one output pixel of a convolution reads, laid out as one row of a matrix. A gradient
// uses the patches of the forward product; the error product is a convolution of the errors, spread
// `dilation` apart, with the filters turned round.
//
//   patch of (n, oy, ox): source[n][(oy*stride + i - pad_h) / dilation]
//                                  [(ox*stride + j - pad_w) / dilation][c]  for i, j, c in order;
//   0 outside of the image and where the division leaves a remainder

#pragma once

#include "model/program/window.h"

namespace itg {

struct PatchGeometry {
  int64_t height, width, channels;  // of an image of the source
  int64_t rows, columns;            // output pixels of an image
  int64_t kernel_h, kernel_w;
  int64_t stride, dilation;
  int64_t pad_h, pad_w;  // may be negative

  int64_t pixels() const { return rows * columns; }
  int64_t depth() const { return kernel_h * kernel_w * channels; }
};

// Of the forward product and of the gradient: image [N][H][W][C].
PatchGeometry ForwardPatches(const Shape& image, const Window& window);
// Of the error product: errors [N][OH][OW][O] spread over an image [N][H][W][C].
PatchGeometry ErrorPatches(const Shape& errors, const Shape& image, const Window& window);

// Patches of the output pixels [first, first + count), counted over the whole batch, into
// out[count][depth]. T: int8_t or int16_t.
template <typename T>
void FillPatches(const T* source, const PatchGeometry& geometry, int64_t first, int64_t count,
                 T* out);

}  // namespace itg
