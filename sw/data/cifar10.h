// SPDX-License-Identifier: Apache-2.0
//
// CIFAR-10 in its official binary version (https://www.cs.toronto.edu/~kriz/cifar.html): a record
// is a label byte and 3,072 pixel bytes, the red, the green and the blue plane of a 32x32 image.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/data/dataset.h"

namespace itg {

inline constexpr int64_t kCifar10Records = 10000;  // in each of the official files

// The five training files and the test file in `folder`. The normalisation is the published one.
// Throws Error naming the file that is missing, of another length, or has a label above 9.
Dataset LoadCifar10(const std::string& folder);

// The images of `files` one after another; each file holds exactly `records` records.
ImageSet ReadCifar10(const std::vector<std::string>& files, int64_t records);

}  // namespace itg
