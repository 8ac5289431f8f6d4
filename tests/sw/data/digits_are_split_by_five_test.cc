// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "sw/data/digits.h"
#include "sw/data/embedded.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

std::string Line(int pixel, int label) {
  std::string line;
  for (int i = 0; i < 64; ++i) line += std::to_string(pixel) + ",";
  return line + std::to_string(label) + "\n";
}

TEST(Digits, EveryFifthImageIsForTesting) {
  std::string text = "# comment\n";
  for (int image = 0; image < 11; ++image) text += Line(image, image % 10);
  const Dataset data = ParseDigits(text, "test");
  EXPECT_EQ(data.test.labels, (std::vector<int32_t>{0, 5, 0}));
  EXPECT_EQ(data.train.labels, (std::vector<int32_t>{1, 2, 3, 4, 6, 7, 8, 9}));
  EXPECT_EQ(data.test.pixels[64], 5);
  EXPECT_EQ(data.train.count, 8);
  EXPECT_EQ(data.train.image_size(), 64);
}

TEST(Digits, TheEmbeddedSetIsWhole) {
  const Dataset data = LoadDigits();
  EXPECT_EQ(data.train.count, 1437);
  EXPECT_EQ(data.test.count, 360);
  EXPECT_EQ(data.classes, 10);
  // The first line of the file is a zero and its third to sixth pixels are 5, 13, 9, 1.
  EXPECT_EQ(data.test.labels[0], 0);
  EXPECT_EQ(std::vector<uint8_t>(data.test.pixels.begin() + 2, data.test.pixels.begin() + 6),
            (std::vector<uint8_t>{5, 13, 9, 1}));
  EXPECT_NE(Embedded("sw/data/digits.csv").find("CC BY 4.0"), std::string_view::npos);
}

TEST(Digits, BadLinesAreNamed) {
  const std::string expected =
      "test: line 2: expected 64 pixels 0..16 and a label 0..9, comma separated";
  const std::string cut = Line(1, 2).substr(2);
  for (const std::string& bad :
       {Line(17, 1), Line(-1, 1), Line(1, 10), cut, "x" + Line(1, 1), "1," + Line(1, 1)}) {
    EXPECT_EQ(ErrorOf([&] { ParseDigits(Line(1, 1) + bad, "test"); }), expected) << bad;
  }
  EXPECT_EQ(ErrorOf([] { ParseDigits("# nothing\n", "test"); }), "test: no images");
}

// Pixels 0, 0, 0, 255 of one channel, 10 of the other: mean 255/4, variance 255^2 * 3/16.
TEST(Normalise, IsPerChannelAndSparesConstantOnes) {
  ImageSet set;
  set.channels = 2;
  set.pixels = {0, 10, 0, 10, 0, 10, 255, 10};
  std::vector<double> mean;
  std::vector<double> deviation;
  Normalise(set, &mean, &deviation);
  EXPECT_DOUBLE_EQ(mean[0], 0.25);
  EXPECT_DOUBLE_EQ(deviation[0], std::sqrt(3.0) / 4.0);
  EXPECT_DOUBLE_EQ(mean[1], 10.0 / 255.0);
  EXPECT_DOUBLE_EQ(deviation[1], 1.0);
}

}  // namespace
}  // namespace itg
