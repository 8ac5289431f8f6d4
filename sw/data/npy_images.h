// SPDX-License-Identifier: Apache-2.0
//
// Images and labels as NumPy arrays.

#pragma once

#include <string>

#include "sw/data/dataset.h"

namespace itg {

// `images`: [N][H][W] or [N][H][W][C], integers 0..255 of any type that ReadNpy reads; `labels`:
// [N] or [N][1], 0 .. classes-1. Throws Error naming the file.
ImageSet ReadNpyImages(const std::string& images, const std::string& labels, int classes);

}  // namespace itg
