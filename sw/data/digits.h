// SPDX-License-Identifier: Apache-2.0
//
// The data set that ships inside the program: optical recognition of handwritten digits (UCI,
// E. Alpaydin and C. Kaynak, CC BY 4.0), 1,797 images of 8x8 with values 0..16.

#pragma once

#include <string_view>

#include "sw/data/dataset.h"

namespace itg {

// Test set = every fifth image, from the first one on (360); training set = the others (1,437).
Dataset LoadDigits();

// `text`: a line an image, 64 values 0..16 and the label, comma separated; lines that start with
// '#' are comments. Throws Error naming `source` and the line.
Dataset ParseDigits(std::string_view text, std::string_view source);

}  // namespace itg
