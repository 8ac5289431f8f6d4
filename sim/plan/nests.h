// SPDX-License-Identifier: Apache-2.0
//
// Loop nests over tensors in memory, as descriptor.h defines them: how an image is read through a
// window without a copy of its patches. Elements are bytes here: a run is so many channels.

#pragma once

#include <cstdint>

#include "sim/plan/descriptor.h"

namespace itg {

struct Nest {
  int64_t line_count1 = 1;
  int64_t line_count0 = 1;
  int64_t tap_count1 = 1;
  int64_t tap_count0 = 1;
  int64_t run = 1;
  int64_t line_stride2 = 0;
  int64_t line_stride1 = 0;
  int64_t line_stride0 = 0;
  int64_t tap_stride1 = 0;
  int64_t tap_stride0 = 0;

  int64_t line_bytes() const { return tap_count1 * tap_count0 * run; }
};

struct NestWindow {
  int64_t limit_y = 0;
  int64_t limit_x = 0;
  int64_t start_q = 0;
  int64_t start_r = 0;
  int64_t divisor = 1;
  int64_t line_q = 0;
  int64_t line_r = 0;
  int64_t tap_q = 0;
  int64_t tap_r = 0;
  int64_t pitch_y = 0;
  int64_t pitch_x = 0;
};

// A tensor as a nest: `offset` is where the first tap of the first line lies, in bytes from its
// begin; it may be negative.
struct NestedTensor {
  Nest nest;
  bool windowed = false;
  NestWindow window;
  int64_t offset = 0;
};

// Rows of `bytes` bytes, side by side.
NestedTensor DenseRows(int64_t rows, int64_t bytes);

// Which pixels of an image a line and a tap look at, in each dimension:
//   (start + line * line_step + tap * tap_step) / divisor     if that is an integer
// Lines are `lines_y` x `lines_x` positions in each image of a batch, one image after the other.
struct ImageWindow {
  int64_t height, width, channels;  // of the image that is read
  int64_t lines_y, lines_x;
  int64_t taps_y, taps_x;
  int64_t start, line_step, tap_step, divisor;
};

// One run of `channels` bytes a tap; runs outside the image are zeros.
NestedTensor ThroughWindow(const ImageWindow& image);
// The same for a window that never leaves the image, with divisor 1 and tap_step 1: a row of taps
// is one run.
NestedTensor InsideImage(const ImageWindow& image);

// Throw Error naming the field when a number does not fit it. `first` is kNestA, kNestB or kNestX;
// kWindow or kWindowX.
void EncodeNest(Field first, const Nest& nest, Descriptor* descriptor);
void EncodeWindow(Field first, const NestWindow& window, Descriptor* descriptor);

}  // namespace itg
