// SPDX-License-Identifier: Apache-2.0
//
// One PNG image, decoded by libpng. Pixel values are those of the file: gamma and colour profiles
// are not applied.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

struct PngImage {
  int64_t height = 0;
  int64_t width = 0;
  int64_t channels = 0;         // 1: grey, 3: RGB
  std::vector<uint8_t> pixels;  // [height][width][channels]

  std::string Format() const;  // "28x32 grey": height x width
};

// `bytes` is the whole file `path`. Grey levels of 1, 2 and 4 bits are spread over 0..255, palettes
// become RGB, an alpha channel that is opaque everywhere is dropped. Throws Error naming `path` for
// damage, transparency, 16 bits a channel and more than 4096 pixels a side.
PngImage DecodePng(const std::string& bytes, const std::string& path);

}  // namespace itg
