// SPDX-License-Identifier: Apache-2.0
//
// A data set of PNG images: a folder for each class, whose name is the name of the class.
//
//   FOLDER/train/CLASS/*.png and FOLDER/test/CLASS/*.png, or
//   FOLDER/CLASS/*.png, of which a part is drawn for testing
//
// Classes are numbered in the order of their names (bytes). The images of the classes alternate, so
// that the first so many of them are of all classes. Names that begin with a dot are skipped.

#pragma once

#include <cstdint>
#include <string>

#include "sw/data/dataset.h"

namespace itg {

// `test_percent` of the images of each class, rounded to the nearest number, are drawn for testing
// from the generator with `split_seed`; 0: the folder has train/ and test/. The normalisation is
// left open. Throws Error naming the folder or file: no classes, no images, files that are not PNG,
// images that differ in size or colour.
Dataset LoadPngFolder(const std::string& folder, int test_percent, uint32_t split_seed);

}  // namespace itg
