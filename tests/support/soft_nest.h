// SPDX-License-Identifier: Apache-2.0
//
// A nest in software, which multiplies and divides wherever the hardware adds, and random nests.

#pragma once

#include "sim/plan/nests.h"
#include "sw/compare/random_source.h"

namespace itg {

struct SoftByte {
  uint32_t address;
  bool zero;  // outside the window
};

// Byte `byte` of line `line` of a tensor whose first tap lies at `first`.
inline SoftByte ByteOfNest(const NestedTensor& tensor, uint32_t first, int64_t line, int64_t byte) {
  const Nest& n = tensor.nest;
  const NestWindow& w = tensor.window;
  const int64_t line2 = line / n.line_count0 / n.line_count1;
  const int64_t line1 = line / n.line_count0 % n.line_count1;
  const int64_t line0 = line % n.line_count0;
  const int64_t tap1 = byte / n.run / n.tap_count0;
  const int64_t tap0 = byte / n.run % n.tap_count0;
  int64_t offset = line2 * n.line_stride2 + line1 * n.line_stride1 + line0 * n.line_stride0 +
                   tap1 * n.tap_stride1 + tap0 * n.tap_stride0 + byte % n.run;
  if (!tensor.windowed) return {first + static_cast<uint32_t>(offset), false};
  const int64_t y_r = w.start_r + line1 * w.line_r + tap1 * w.tap_r;
  const int64_t x_r = w.start_r + line0 * w.line_r + tap0 * w.tap_r;
  const int64_t y = w.start_q + line1 * w.line_q + tap1 * w.tap_q + y_r / w.divisor;
  const int64_t x = w.start_q + line0 * w.line_q + tap0 * w.tap_q + x_r / w.divisor;
  offset += y_r / w.divisor * w.pitch_y + x_r / w.divisor * w.pitch_x;
  const bool exists = y_r % w.divisor == 0 && x_r % w.divisor == 0 && y >= 0 && y < w.limit_y &&
                      x >= 0 && x < w.limit_x;
  return {first + static_cast<uint32_t>(offset), !exists};
}

// Taps and run as given; else anything, with a window or without.
inline NestedTensor RandomNest(int64_t tap1, int64_t tap0, int64_t run, RandomSource* random) {
  NestedTensor t;
  Nest& n = t.nest;
  n.line_count1 = random->Between(1, 5);
  n.line_count0 = random->Between(1, 5);
  n.tap_count1 = tap1;
  n.tap_count0 = tap0;
  n.run = run;
  for (int64_t* stride :
       {&n.line_stride2, &n.line_stride1, &n.line_stride0, &n.tap_stride1, &n.tap_stride0}) {
    *stride = random->OneIn(4) ? static_cast<int32_t>(random->Next()) : random->Between(-50, 50);
  }
  t.windowed = random->OneIn(2);
  NestWindow& w = t.window;
  w.divisor = random->Between(1, random->OneIn(4) ? 255 : 4);
  w.limit_y = random->Between(1, 5);
  w.limit_x = random->Between(1, 5);
  w.start_q = random->Between(-4, 4);
  w.start_r = random->Between(0, w.divisor - 1);
  w.line_q = random->OneIn(4) ? random->Between(0, 255) : random->Between(0, 2);
  w.line_r = random->Between(0, w.divisor - 1);
  w.tap_q = random->Between(-2, 2);
  w.tap_r = random->Between(0, w.divisor - 1);
  w.pitch_y = random->Between(-500, 500);
  w.pitch_x = random->Between(-50, 50);
  return t;
}

// An operand whose lines have `taps` taps of `run` bytes: dense, or anything.
inline NestedTensor RandomOperand(int64_t tap1, int64_t tap0, int64_t run, RandomSource* random) {
  if (random->OneIn(3)) return DenseRows(1 << 20, tap1 * tap0 * run);
  return RandomNest(tap1, tap0, run, random);
}

}  // namespace itg
