// SPDX-License-Identifier: Apache-2.0
//
// A batch from the encoded set equals the same pixels quantised on their own.
#include <gtest/gtest.h>

#include "model/arith/random.h"
#include "sw/train/batch_loader.h"

namespace itg {
namespace {

// Six images of 2x2 with two channels; image i reaches pixel values up to `peaks[i]`.
Dataset Images(const std::vector<int>& peaks) {
  Dataset data;
  data.mean = {0.0, 0.25};
  data.deviation = {1.0, 0.5};
  data.train.height = data.train.width = data.train.channels = 2;
  data.train.count = static_cast<int64_t>(peaks.size());
  for (size_t i = 0; i < peaks.size(); ++i) {
    for (uint64_t pixel = 0; pixel < 8; ++pixel) {
      const uint32_t word = RandomWord(static_cast<uint32_t>(i), pixel);
      const int value = pixel == 0 ? peaks[i] : static_cast<int>(word % 64);
      data.train.pixels.push_back(static_cast<uint8_t>(value));
    }
    data.train.labels.push_back(static_cast<int32_t>(10 + i));
  }
  data.test = data.train;
  return data;
}

Tensor OnTheirOwn(const Dataset& data, const std::vector<int32_t>& indices, int bits) {
  std::vector<uint8_t> pixels;
  for (const int32_t image : indices) {
    const auto first = data.train.pixels.begin() + 8 * image;
    pixels.insert(pixels.end(), first, first + 8);
  }
  Tensor out({static_cast<int64_t>(indices.size()), 8}, StorageFor(bits));
  Reducer identity;
  InputQuantiser(data.mean, data.deviation, bits).Quantise(pixels.data(), &identity, &out);
  return out;
}

TEST(BatchLoader, EveryBatchHasItsOwnExponent) {
  // x of channel 0 reaches 1.0 (bw 0) in image 1 only, 0.25 (bw -2) or less elsewhere; channel 1
  // reaches |x| = 0.5 (bw -1) at pixel 0.
  const Dataset data = Images({60, 255, 30, 64, 0, 63});
  for (const int bits : {2, 5, 8, 12}) {
    BatchLoader loader(data, bits);
    std::vector<int> exponents;
    for (const std::vector<int32_t>& indices :
         {std::vector<int32_t>{0, 1}, {2, 3}, {5, 4}, {1, 1}, {3, 0}}) {
      Tensor input({2, 8}, StorageFor(bits));
      Tensor labels({2}, ElementType::kInt32);
      loader.Load(data.train, indices.data(), &input, &labels);
      EXPECT_EQ(input, OnTheirOwn(data, indices, bits)) << bits << " bits, image " << indices[0];
      EXPECT_EQ(labels.Get(0), 10 + indices[0]);
      EXPECT_EQ(labels.Get(1), 10 + indices[1]);
      exponents.push_back(input.exponent());
      Tensor again({2, 8}, StorageFor(bits));
      loader.Load(data.test, indices.data(), &again, &labels);
      EXPECT_EQ(again, input);
    }
    EXPECT_EQ(exponents[0], 1 - bits);  // the exponent of the set
    EXPECT_LT(exponents[1], exponents[0]);
    EXPECT_EQ(exponents[3], exponents[0]);
  }
}

TEST(BatchLoader, BlackImagesAreZeros) {
  Dataset data = Images({0, 0});
  data.mean = {0.0, 0.0};
  for (uint8_t& pixel : data.train.pixels) pixel = 0;
  BatchLoader loader(data, 8);
  Tensor input({1, 8}, ElementType::kInt8);
  Tensor labels({1}, ElementType::kInt32);
  input.Set(3, 5);
  const int32_t index = 1;
  loader.Load(data.train, &index, &input, &labels);
  EXPECT_EQ(input, OnTheirOwn(data, {1}, 8));
  EXPECT_EQ(input.exponent(), -7);
}

}  // namespace
}  // namespace itg
