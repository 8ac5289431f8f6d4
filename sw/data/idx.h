// SPDX-License-Identifier: Apache-2.0
//
// idx files (the format of MNIST), plain or gzip: magic 00 00 08 <dimensions>, big-endian sizes,
// unsigned bytes. http://yann.lecun.com/exdb/mnist/ describes it.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/data/dataset.h"

namespace itg {

struct IdxFile {
  std::vector<int64_t> shape;
  std::vector<uint8_t> bytes;
};

// Reads a whole file of `dimensions` dimensions. Throws Error naming the file when it is missing,
// truncated, has a wrong magic number or bytes after its end.
IdxFile ReadIdx(const std::string& path, int dimensions);

// Images [count][height][width] with their labels [count]. `classes`: every label is below it.
ImageSet ReadIdxImages(const std::string& images, const std::string& labels, int classes);

}  // namespace itg
