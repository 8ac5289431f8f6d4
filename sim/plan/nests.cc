// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/nests.h"

namespace itg {
namespace {

int64_t FloorDiv(int64_t a, int64_t b) { return (a - ((a % b) + b) % b) / b; }

// Strides are numbers modulo 2^32.
int64_t Modulo32(int64_t value) { return value & 0xffffffff; }

}  // namespace

NestedTensor DenseRows(int64_t rows, int64_t bytes) {
  NestedTensor dense;
  dense.nest.line_count0 = rows;
  dense.nest.line_stride0 = bytes;
  dense.nest.run = bytes;
  return dense;
}

NestedTensor ThroughWindow(const ImageWindow& image) {
  NestedTensor read;
  read.windowed = true;
  NestWindow& w = read.window;
  w.limit_y = image.height;
  w.limit_x = image.width;
  w.divisor = image.divisor;
  w.start_q = FloorDiv(image.start, image.divisor);
  w.line_q = FloorDiv(image.line_step, image.divisor);
  w.tap_q = FloorDiv(image.tap_step, image.divisor);
  w.start_r = image.start - w.start_q * image.divisor;
  w.line_r = image.line_step - w.line_q * image.divisor;
  w.tap_r = image.tap_step - w.tap_q * image.divisor;
  w.pitch_x = image.channels;
  w.pitch_y = image.width * image.channels;

  // The address moves with the quotients; the hardware adds a pitch where a remainder wraps.
  Nest& n = read.nest;
  n.line_count1 = image.lines_y;
  n.line_count0 = image.lines_x;
  n.tap_count1 = image.taps_y;
  n.tap_count0 = image.taps_x;
  n.run = image.channels;
  n.line_stride2 = image.height * w.pitch_y;
  n.line_stride1 = w.line_q * w.pitch_y;
  n.line_stride0 = w.line_q * w.pitch_x;
  n.tap_stride1 = w.tap_q * w.pitch_y;
  n.tap_stride0 = w.tap_q * w.pitch_x;
  read.offset = w.start_q * (w.pitch_y + w.pitch_x);
  return read;
}

NestedTensor InsideImage(const ImageWindow& image) {
  NestedTensor read = ThroughWindow(image);
  read.windowed = false;
  read.window = {};
  read.nest.run *= read.nest.tap_count0;
  read.nest.tap_count0 = 1;
  return read;
}

void EncodeNest(Field first, const Nest& nest, Descriptor* descriptor) {
  const auto set = [&](NestPart part, int64_t value) {
    SetField(descriptor, In(first, part), value);
  };
  set(NestPart::kLineCount1, nest.line_count1);
  set(NestPart::kLineCount0, nest.line_count0);
  set(NestPart::kTapCount1, nest.tap_count1);
  set(NestPart::kTapCount0, nest.tap_count0);
  set(NestPart::kRun, nest.run);
  set(NestPart::kLineStride2, Modulo32(nest.line_stride2));
  set(NestPart::kLineStride1, Modulo32(nest.line_stride1));
  set(NestPart::kLineStride0, Modulo32(nest.line_stride0));
  set(NestPart::kTapStride1, Modulo32(nest.tap_stride1));
  set(NestPart::kTapStride0, Modulo32(nest.tap_stride0));
}

void EncodeWindow(Field first, const NestWindow& window, Descriptor* descriptor) {
  const auto set = [&](WindowPart part, int64_t value) {
    SetField(descriptor, In(first, part), value);
  };
  set(WindowPart::kLimitY, window.limit_y);
  set(WindowPart::kLimitX, window.limit_x);
  set(WindowPart::kStartQ, window.start_q);
  set(WindowPart::kStartR, window.start_r);
  set(WindowPart::kDivisor, window.divisor);
  set(WindowPart::kLineQ, window.line_q);
  set(WindowPart::kLineR, window.line_r);
  set(WindowPart::kTapQ, window.tap_q);
  set(WindowPart::kTapR, window.tap_r);
  set(WindowPart::kPitchY, Modulo32(window.pitch_y));
  set(WindowPart::kPitchX, Modulo32(window.pitch_x));
}

}  // namespace itg
