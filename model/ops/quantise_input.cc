// SPDX-License-Identifier: Apache-2.0
//
// Input quantisation. Doubles appear in the 256 entries of a table only; the images themselves are
// looked up.

#include "model/ops/quantise_input.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <string>

#include "model/arith/ceil_log2.h"
#include "model/arith/round.h"
#include "model/error.h"

namespace itg {
namespace {

constexpr int kAllZero = INT_MIN;  // bw of a batch whose r is 0: smaller than any other

constexpr size_t kRow = 64;  // pixels of each channel examined side by side

struct PixelRange {
  uint8_t low = 255;
  uint8_t high = 0;
  void Add(uint8_t pixel) {
    low = pixel < low ? pixel : low;
    high = pixel > high ? pixel : high;
  }
};

// Codes of the pixels of one channel of `step`. All is passed by value: a store of an int8 may
// alias anything else, and the loop would read it again.
template <typename Element>
void LookUp(const uint8_t* pixels, int64_t size, int64_t step, const int16_t* codes, Element* v) {
  for (int64_t i = 0; i < size; i += step) v[i] = static_cast<Element>(codes[pixels[i]]);
}

// Lowest and highest of each column of the image seen as rows of `width` pixels.
void ColumnRanges(const uint8_t* pixels, int64_t rows, size_t width, uint8_t* low, uint8_t* high) {
  for (int64_t row = 0; row < rows; ++row, pixels += width) {
    for (size_t i = 0; i < width; ++i) {
      low[i] = pixels[i] < low[i] ? pixels[i] : low[i];
      high[i] = pixels[i] > high[i] ? pixels[i] : high[i];
    }
  }
}

}  // namespace

InputQuantiser::InputQuantiser(const std::vector<double>& mean, const std::vector<double>& std,
                               int bits)
    : bits_(bits), x_(mean.size()) {
  if (mean.empty() || mean.size() != std.size()) {
    throw Error("input: " + std::to_string(mean.size()) + " means and " +
                std::to_string(std.size()) + " standard deviations, need one of each per channel");
  }
  for (size_t c = 0; c < mean.size(); ++c) {
    if (!(std[c] > 0)) {
      throw Error("input: standard deviation of channel " + std::to_string(c) + " is " +
                  std::to_string(std[c]) + ", must be > 0");
    }
    for (int pixel = 0; pixel < 256; ++pixel) {
      x_[c][static_cast<size_t>(pixel)] = (pixel / 255.0 - mean[c]) / std[c];
    }
  }
}

// bw of these pixels. x rises with the pixel, so max|x| is at the smallest or the largest one.
int InputQuantiser::RangeBitsOf(const uint8_t* pixels, int64_t size) {
  if (size == 0) return kAllZero;
  const size_t count = x_.size();
  const size_t width = count * kRow;
  low_.assign(width, 255);
  high_.assign(width, 0);
  const int64_t rows = size / static_cast<int64_t>(width);
  ColumnRanges(pixels, rows, width, low_.data(), high_.data());

  std::vector<PixelRange> ranges(count);
  for (size_t i = 0; i < width && rows > 0; ++i) {
    ranges[i % count].Add(low_[i]);
    ranges[i % count].Add(high_[i]);
  }
  for (size_t i = static_cast<size_t>(rows) * width; i < static_cast<size_t>(size); ++i) {
    ranges[i % count].Add(pixels[i]);
  }
  double r = 0;
  for (size_t c = 0; c < count; ++c) {
    r = std::max({r, std::abs(x_[c][ranges[c].low]), std::abs(x_[c][ranges[c].high])});
  }
  return r == 0 ? kAllZero : CeilLog2(r);
}

const std::vector<InputQuantiser::Codes>& InputQuantiser::CodesFor(int bw) {
  std::vector<Codes>& codes = codes_[bw];
  if (!codes.empty()) return codes;
  codes.resize(x_.size());
  const double max = static_cast<double>(MaxMagnitude(bits_));
  for (size_t c = 0; c < x_.size(); ++c) {
    for (size_t pixel = 0; pixel < 256; ++pixel) {
      // nearbyint rounds half to even in the default rounding direction.
      const double v = std::nearbyint(std::ldexp(x_[c][pixel], bits_ - 1 - bw));
      codes[c][pixel] = static_cast<int16_t>(std::min(std::max(v, -max), max));
    }
  }
  return codes;
}

void InputQuantiser::Quantise(const uint8_t* pixels, Reducer* reducer, Tensor* out) {
  Encode(pixels, reducer->Max(RangeBitsOf(pixels, out->size())), out);
}

void InputQuantiser::Encode(const uint8_t* pixels, int bw, Tensor* out) {
  const int64_t size = out->size();
  assert(size % channels() == 0 && out->type() == StorageFor(bits_));
  if (bw == kAllZero) {
    std::fill(out->bytes().begin(), out->bytes().end(), uint8_t{0});
    out->set_exponent(-(bits_ - 1));
    return;
  }
  out->set_exponent(bw - (bits_ - 1));
  const std::vector<Codes>& codes = CodesFor(bw);
  const int64_t step = channels();
  VisitElements(*out, [&](auto* v) {
    for (size_t c = 0; c < codes.size(); ++c) {
      const int64_t first = static_cast<int64_t>(c);
      LookUp(pixels + first, size - first, step, codes[c].data(), v + first);
    }
  });
}

}  // namespace itg
