// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/data/png.h"
#include "tests/sw/support/png_bytes.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

using Bytes = std::vector<uint8_t>;

const std::string kPalette = PngChunk("PLTE", std::string("\x01\x02\x03\xf0\xf1\xf2", 6));

Bytes Pixels(const std::string& file) { return DecodePng(file, "x.png").pixels; }

TEST(Png, GreyAndRgbAreReadAsTheyAre) {
  const PngImage grey =
      DecodePng(PngBytes({3, 2}, std::string("\x00\x01\x7f\x80\xfe\xff", 6)), "x");
  EXPECT_EQ(grey.Format(), "2x3 grey");
  EXPECT_EQ(grey.pixels, (Bytes{0, 1, 127, 128, 254, 255}));
  const PngImage rgb = DecodePng(PngBytes({1, 2, 8, kPngRgb}, "abcdef"), "x");
  EXPECT_EQ(rgb.Format(), "2x1 RGB");
  EXPECT_EQ(rgb.pixels, (Bytes{'a', 'b', 'c', 'd', 'e', 'f'}));
}

TEST(Png, FewGreyLevelsAreSpread) {
  EXPECT_EQ(Pixels(PngBytes({3, 1, 1}, "\xa0")), (Bytes{255, 0, 255}));
  EXPECT_EQ(Pixels(PngBytes({4, 1, 2}, "\x1b")), (Bytes{0, 85, 170, 255}));
  EXPECT_EQ(Pixels(PngBytes({2, 1, 4}, "\x1f")), (Bytes{17, 255}));
}

TEST(Png, PalettesBecomeRgb) {
  const PngImage image = DecodePng(PngBytes({3, 1, 1, kPngPalette}, "\x40", kPalette), "x");
  EXPECT_EQ(image.channels, 3);
  EXPECT_EQ(image.pixels, (Bytes{1, 2, 3, 0xf0, 0xf1, 0xf2, 1, 2, 3}));
}

TEST(Png, GammaIsNotApplied) {
  const std::string linear = PngChunk("gAMA", std::string("\x00\x01\x86\xa0", 4));
  EXPECT_EQ(Pixels(PngBytes({1, 1}, "\x40", linear)), Bytes{0x40});
}

TEST(Png, OpaqueAlphaIsDroppedAndTransparencyRefused) {
  EXPECT_EQ(Pixels(PngBytes({2, 1, 8, kPngGreyAlpha},
                            "a\xff"
                            "b\xff")),
            (Bytes{'a', 'b'}));
  EXPECT_EQ(Pixels(PngBytes({1, 1, 8, kPngRgba}, "abc\xff")), (Bytes{'a', 'b', 'c'}));
  const std::string colour_key = PngChunk("tRNS", std::string("\x00\x05", 2));
  EXPECT_EQ(Pixels(PngBytes({2, 1}, "\x06\x07", colour_key)), (Bytes{6, 7}));
  for (const std::string& file :
       {PngBytes({2, 1, 8, kPngGreyAlpha},
                 "a\xff"
                 "b\xfe"),
        PngBytes({2, 1}, "\x05\x07", colour_key),
        PngBytes({2, 1, 1, kPngPalette}, "\x40", kPalette + PngChunk("tRNS", "\x80"))}) {
    EXPECT_EQ(ErrorOf([&] { DecodePng(file, "x.png"); }),
              "x.png: has transparent pixels, expected opaque ones");
  }
}

TEST(Png, WhatIsNotReadIsNamed) {
  const auto error = [](const std::string& file) {
    return ErrorOf([&] { DecodePng(file, "x.png"); });
  };
  EXPECT_EQ(error(""), "x.png: not a PNG file");
  EXPECT_EQ(error("\xff\xd8\xff\xe0 a JPEG"), "x.png: not a PNG file");
  EXPECT_EQ(error(PngBytes({1, 1, 16}, "ab")), "x.png: 16 bits a channel, expected at most 8");
  EXPECT_EQ(error(PngBytes({0, 1}, "a")), "x.png: damaged: Invalid IHDR data");
  EXPECT_EQ(error(PngBytes({2000000000, 2000000000, 8, kPngRgba}, "")),
            "x.png: 2000000000x2000000000 pixels, at most 4096 a side are read");
  EXPECT_EQ(error(PngBytes({4, 2}, "abcd")), "x.png: damaged: Not enough image data");
  EXPECT_EQ(error(PngBytes({1, 1, 8, kPngPalette}, "a")).rfind("x.png: damaged: ", 0), 0u);
}

}  // namespace
}  // namespace itg
