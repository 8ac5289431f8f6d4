// SPDX-License-Identifier: Apache-2.0
//
// im2col. Neighbours in a row of an undilated image are one run of memory.

#include "model/ops/patches.h"

#include <algorithm>
#include <cstring>

namespace itg {
namespace {

// One row (fixed i) of a patch: kernel_w * channels elements.
template <typename T>
void FillRun(const T* image_row, const PatchGeometry& g, int64_t x0, T* out) {
  if (g.dilation == 1) {
    const int64_t before = std::min(std::max<int64_t>(0, -x0), g.kernel_w);
    const int64_t end = std::max(before, std::min(g.kernel_w, g.width - x0));
    std::fill(out, out + before * g.channels, T{0});
    std::copy(image_row + (x0 + before) * g.channels, image_row + (x0 + end) * g.channels,
              out + before * g.channels);
    std::fill(out + end * g.channels, out + g.kernel_w * g.channels, T{0});
    return;
  }
  for (int64_t j = 0; j < g.kernel_w; ++j, out += g.channels) {
    const int64_t x = x0 + j;
    if (x < 0 || x % g.dilation != 0 || x / g.dilation >= g.width) {
      std::fill(out, out + g.channels, T{0});
    } else {
      const T* from = image_row + x / g.dilation * g.channels;
      std::copy(from, from + g.channels, out);
    }
  }
}

template <typename T>
void FillPatch(const T* image, const PatchGeometry& g, int64_t oy, int64_t ox, T* out) {
  const int64_t run = g.kernel_w * g.channels;
  for (int64_t i = 0; i < g.kernel_h; ++i, out += run) {
    const int64_t y = oy * g.stride + i - g.pad_h;
    if (y < 0 || y % g.dilation != 0 || y / g.dilation >= g.height) {
      std::fill(out, out + run, T{0});
    } else {
      FillRun(image + y / g.dilation * g.width * g.channels, g, ox * g.stride - g.pad_w, out);
    }
  }
}

}  // namespace

PatchGeometry ForwardPatches(const Shape& image, const Window& window) {
  return {image[1],
          image[2],
          image[3],
          WindowsAlong(image[1], window.kernel_h, window),
          WindowsAlong(image[2], window.kernel_w, window),
          window.kernel_h,
          window.kernel_w,
          window.stride,
          1,
          window.padding,
          window.padding};
}

PatchGeometry ErrorPatches(const Shape& errors, const Shape& image, const Window& window) {
  return {errors[1],
          errors[2],
          errors[3],
          image[1],
          image[2],
          window.kernel_h,
          window.kernel_w,
          1,
          window.stride,
          window.kernel_h - 1 - window.padding,
          window.kernel_w - 1 - window.padding};
}

template <typename T>
void FillPatches(const T* source, const PatchGeometry& geometry, int64_t first, int64_t count,
                 T* out) {
  const int64_t image_size = geometry.height * geometry.width * geometry.channels;
  for (int64_t pixel = first; pixel < first + count; ++pixel, out += geometry.depth()) {
    const int64_t at = pixel % geometry.pixels();
    FillPatch(source + pixel / geometry.pixels() * image_size, geometry, at / geometry.columns,
              at % geometry.columns, out);
  }
}

template void FillPatches(const int8_t*, const PatchGeometry&, int64_t, int64_t, int8_t*);
template void FillPatches(const int16_t*, const PatchGeometry&, int64_t, int64_t, int16_t*);

}  // namespace itg
