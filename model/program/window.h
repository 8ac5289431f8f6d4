// SPDX-License-Identifier: Apache-2.0
//
// Shapes that a window makes: of convolutions and pools.

#pragma once

#include "model/program/command.h"
#include "model/tensor/tensor.h"

namespace itg {

inline constexpr int kMaxWindow = 255;  // kernel, stride, padding

inline bool HasWindow(const Window& window) { return window.kernel_h > 0; }

// Do two windows share an element? Padding cannot change that.
inline bool Overlap(const Window& window) {
  return window.stride < window.kernel_h || window.stride < window.kernel_w;
}

// Windows along a dimension of `size`, floor mode; less than 1 when the kernel is larger than the
// padded image.
constexpr int64_t WindowsAlong(int64_t size, int kernel, const Window& window) {
  const int64_t last = size + 2 * window.padding - kernel;  // where the last may start
  return last < 0 ? 0 : last / window.stride + 1;
}

// [N][H][W][C] -> [N][OH][OW][channels].
inline Shape WindowedShape(const Shape& image, const Window& window, int64_t channels) {
  return {image[0], WindowsAlong(image[1], window.kernel_h, window),
          WindowsAlong(image[2], window.kernel_w, window), channels};
}

}  // namespace itg
