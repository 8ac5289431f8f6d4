// SPDX-License-Identifier: Apache-2.0
//
// Is a variant the crop of the padded image, mirrored or not, and drawn alike from the generator?
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <tuple>

#include "model/arith/random.h"
#include "sw/data/augment.h"

namespace itg {
namespace {

using Engine = std::mt19937;

int64_t Uniform(Engine* engine, int64_t low, int64_t high) {
  return std::uniform_int_distribution<int64_t>(low, high)(*engine);
}

ImageSet RandomImages(Engine* engine) {
  ImageSet set;
  set.count = 3;
  set.height = Uniform(engine, 1, 9);
  set.width = Uniform(engine, 1, 9);
  set.channels = Uniform(engine, 1, 4);
  set.pixels.resize(static_cast<size_t>(set.count * set.image_size()));
  for (uint8_t& pixel : set.pixels) pixel = static_cast<uint8_t>(Uniform(engine, 1, 255));
  return set;
}

// Pads the image, cuts, mirrors: element by element.
std::vector<uint8_t> Dumb(const ImageSet& set, int64_t image, const ImageVariant& variant) {
  std::vector<uint8_t> out;
  for (int64_t y = 0; y < set.height; ++y) {
    for (int64_t x = 0; x < set.width; ++x) {
      const int64_t column = variant.mirrored ? set.width - 1 - x : x;
      const int64_t from_y = y + variant.down;
      const int64_t from_x = column + variant.right;
      const bool black = from_y < 0 || from_y >= set.height || from_x < 0 || from_x >= set.width;
      for (int64_t c = 0; c < set.channels; ++c) {
        const int64_t at = ((image * set.height + from_y) * set.width + from_x) * set.channels + c;
        out.push_back(black ? uint8_t{0} : set.pixels[static_cast<size_t>(at)]);
      }
    }
  }
  return out;
}

TEST(Augment, VariantsEqualThoseMadePixelByPixel) {
  Engine engine(5);
  SCOPED_TRACE("seed 5");
  for (int trial = 0; trial < 2000; ++trial) {
    const ImageSet set = RandomImages(&engine);
    ImageVariant variant;
    variant.down = static_cast<int>(Uniform(&engine, -11, 11));
    variant.right = static_cast<int>(Uniform(&engine, -11, 11));
    variant.mirrored = Uniform(&engine, 0, 1) == 1;
    const int64_t image = Uniform(&engine, 0, 2);
    std::vector<uint8_t> out(static_cast<size_t>(set.image_size()), 7);
    WriteVariant(set, image, variant, out.data());
    ASSERT_EQ(out, Dumb(set, image, variant))
        << set.height << "x" << set.width << "x" << set.channels << " " << variant.down << " "
        << variant.right << " " << variant.mirrored;
  }
}

// 81 crops, mirrored or not: 162 variants of 100 draws each; five standard deviations are 50.
TEST(Augment, AllVariantsAreEquallyLikely) {
  std::map<std::tuple<int, int, bool>, int> count;
  const uint32_t key = VariantKey(1, 0);
  for (int64_t image = 0; image < 16200; ++image) {
    const ImageVariant v = DrawVariant({4, true}, key, image);
    EXPECT_LE(std::abs(v.down), 4);
    EXPECT_LE(std::abs(v.right), 4);
    ++count[{v.down, v.right, v.mirrored}];
  }
  EXPECT_EQ(count.size(), 162u);
  for (const auto& [variant, times] : count) {
    EXPECT_GT(times, 50);
    EXPECT_LT(times, 150);
  }
}

// Words 3n, 3n + 1, 3n + 2 of the key (seed, epoch, 0xfffffffe) belong to image n.
TEST(Augment, DrawsAreThoseOfTheGenerator) {
  for (const auto& [seed, epoch, image] : {std::tuple(1u, 0u, 0), {1u, 0u, 1}, {9u, 3u, 49999}}) {
    const uint32_t key = TensorKey(seed, epoch, 0xfffffffe);
    const uint64_t first = static_cast<uint64_t>(image) * 3;
    const ImageVariant v = DrawVariant({4, true}, VariantKey(seed, epoch), image);
    EXPECT_EQ(v.down, static_cast<int>(RandomWord(key, first) / 4294967296.0 * 9) - 4);
    EXPECT_EQ(v.right, static_cast<int>(RandomWord(key, first + 1) / 4294967296.0 * 9) - 4);
    EXPECT_EQ(v.mirrored, RandomWord(key, first + 2) % 2 == 1);
  }
}

TEST(Augment, NothingIsChangedUnasked) {
  for (int64_t image = 0; image < 100; ++image) {
    const ImageVariant crop = DrawVariant({4, false}, VariantKey(1, 0), image);
    EXPECT_FALSE(crop.mirrored);
    const ImageVariant flip = DrawVariant({0, true}, VariantKey(1, 0), image);
    EXPECT_EQ(flip.down, 0);
    EXPECT_EQ(flip.right, 0);
    EXPECT_EQ(flip.mirrored, DrawVariant({4, true}, VariantKey(1, 0), image).mirrored);
  }
}

}  // namespace
}  // namespace itg
