// SPDX-License-Identifier: Apache-2.0
//
// Images of 8-bit pixels to the first block tensor: shared exponent of the batch, ties to even,
// clip, the batch of zeros, channels.

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"
#include "model/ops/quantise_input.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

Tensor Quantise(InputQuantiser* quantiser, const std::vector<uint8_t>& pixels, int bits) {
  Reducer whole_batch;
  Tensor out({static_cast<int64_t>(pixels.size())}, StorageFor(bits));
  quantiser->Quantise(pixels.data(), &whole_batch, &out);
  return out;
}

TEST(InputQuantisation, RoundsHalfToEven) {
  // mean 0, std 1 / 255: x = pixel. Largest 254: bw = 8, v = x / 2.
  InputQuantiser quantiser({0.0}, {1.0 / 255}, 8);
  const Tensor out = Quantise(&quantiser, {0, 1, 2, 3, 5, 7, 254}, 8);
  EXPECT_EQ(Values(out), (std::vector<int64_t>{0, 0, 1, 2, 2, 4, 127}));  // 0.5, 1.5, 2.5, 3.5
  EXPECT_EQ(out.exponent(), 1);
}

TEST(InputQuantisation, ClipsWhatRoundsTo128) {
  InputQuantiser quantiser({0.0}, {1.0 / 255}, 8);
  const Tensor rounded = Quantise(&quantiser, {255, 4}, 8);  // 127.5 to even: 128
  EXPECT_EQ(Values(rounded), (std::vector<int64_t>{127, 2}));
  const Tensor power = Quantise(&quantiser, {128, 3}, 8);  // r = 128: bw = 7, v = 128
  EXPECT_EQ(Values(power), (std::vector<int64_t>{127, 3}));
  EXPECT_EQ(power.exponent(), 0);
}

TEST(InputQuantisation, OfZerosHasTheSmallestExponent) {
  InputQuantiser quantiser({0.0}, {1.0}, 8);
  const Tensor out = Quantise(&quantiser, {0, 0, 0}, 8);
  EXPECT_EQ(Values(out), (std::vector<int64_t>{0, 0, 0}));
  EXPECT_EQ(out.exponent(), -7);
}

TEST(InputQuantisation, ScalesSmallBatchesUp) {
  InputQuantiser quantiser({0.0}, {1.0}, 8);
  const Tensor out = Quantise(&quantiser, {3, 1}, 8);  // r = 3 / 255 = 2^-6.4: bw = -6
  EXPECT_EQ(out.exponent(), -13);
  EXPECT_EQ(Values(out), (std::vector<int64_t>{96, 32}));  // 3 / 255 * 2^13 = 96.4, 32.1
}

// Straight from the formula, element by element.
void ExpectFormula(const std::vector<double>& mean, const std::vector<double>& std, int bits,
                   const std::vector<uint8_t>& pixels) {
  InputQuantiser quantiser(mean, std, bits);
  const Tensor out = Quantise(&quantiser, pixels, bits);
  const auto x = [&](size_t i) {
    const size_t c = i % mean.size();
    return (pixels[i] / 255.0 - mean[c]) / std[c];
  };
  double r = 0;
  for (size_t i = 0; i < pixels.size(); ++i) r = std::max(r, std::abs(x(i)));
  const int bw = static_cast<int>(std::ceil(std::log2(r)));
  ASSERT_EQ(out.exponent(), bw - (bits - 1));
  const double max = std::pow(2.0, bits - 1) - 1;
  for (size_t i = 0; i < pixels.size(); ++i) {
    const double scaled = std::nearbyint(x(i) * std::pow(2.0, bits - 1 - bw));
    ASSERT_EQ(out.Get(static_cast<int64_t>(i)),
              static_cast<int64_t>(std::min(std::max(scaled, -max), max)))
        << "element " << i << " pixel " << int{pixels[i]} << " bits " << bits;
  }
}

TEST(InputQuantisation, EqualsTheFormulaForEverySizeAndChannelCount) {
  Engine engine(81);
  SCOPED_TRACE("seed 81");
  for (int trial = 0; trial < 300; ++trial) {
    const int bits = static_cast<int>(Uniform(&engine, 2, 16));
    const size_t channels = trial % 3 == 0 ? 3 : 1;
    std::vector<uint8_t> pixels(channels * static_cast<size_t>(Uniform(&engine, 1, 400)));
    const int64_t brightest = Uniform(&engine, 1, 255);
    for (uint8_t& pixel : pixels) pixel = static_cast<uint8_t>(Uniform(&engine, 0, brightest));
    if (channels == 1) {
      ASSERT_NO_FATAL_FAILURE(ExpectFormula({.1307}, {.3081}, bits, pixels));
    } else {
      ASSERT_NO_FATAL_FAILURE(ExpectFormula({.49139968, .48215827, .44653124},
                                            {.24703233, .24348505, .26158768}, bits, pixels));
    }
  }
}

// The largest |x| may be anywhere, and in any channel.
TEST(InputQuantisation, SeesTheExtremeWhereverItIs) {
  for (size_t where = 0; where < 600; ++where) {
    std::vector<uint8_t> pixels(600, 125);
    pixels[where] = where % 2 == 0 ? 255 : 0;
    ASSERT_NO_FATAL_FAILURE(ExpectFormula({.5, .5, .5}, {.1, .2, .3}, 8, pixels)) << where;
  }
}

TEST(InputQuantisation, RefusesNonsense) {
  EXPECT_THROW(InputQuantiser({}, {}, 8), Error);
  EXPECT_THROW(InputQuantiser({.1, .2}, {.3}, 8), Error);
  EXPECT_THROW(InputQuantiser({.1}, {0.0}, 8), Error);
  EXPECT_THROW(InputQuantiser({.1}, {std::nan("")}, 8), Error);
}

}  // namespace
}  // namespace itg
