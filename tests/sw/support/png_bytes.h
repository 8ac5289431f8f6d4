// SPDX-License-Identifier: Apache-2.0
//
// PNG files written by hand, so that the reader is not tested against the library it uses.

#pragma once

#include <cstdint>
#include <string>

namespace itg {

enum PngColour { kPngGrey = 0, kPngRgb = 2, kPngPalette = 3, kPngGreyAlpha = 4, kPngRgba = 6 };

struct PngHeader {
  uint32_t width = 1;
  uint32_t height = 1;
  int bits = 8;
  PngColour colour = kPngGrey;
};

// A chunk with its length and checksum.
std::string PngChunk(const std::string& type, const std::string& data);

// `rows`: the bytes of all rows, without filter bytes. `extra`: chunks between header and pixels.
std::string PngBytes(const PngHeader& header, const std::string& rows,
                     const std::string& extra = "");

}  // namespace itg
