// SPDX-License-Identifier: Apache-2.0
//
// Random variants of the training images (NUMERICS.md section 4: CIFAR-10 with pad 4, crop, flip).
// Works on the pixels as read, before normalisation: what is padded is black, pixel 0, as in
// torchvision's RandomCrop(32, padding=4), which the published program applies to its raw images.
//
// The variant of an image depends on seed, epoch and the image's number in the training set alone:
// batch size, place in the batch, threads and processes do not change it.

#pragma once

#include <cstdint>

#include "sw/data/dataset.h"

namespace itg {

struct Augment {
  int pad = 0;        // surround the image with so many black pixels, crop it at random
  bool flip = false;  // mirror left and right with probability 1/2, after the crop

  bool any() const { return pad > 0 || flip; }
};

// Row y, column x of the variant is row y + down, column x + right of the image; black outside.
// Mirrored: column width - 1 - x takes the place of column x.
struct ImageVariant {
  int down = 0;   // -pad .. pad, all equally likely
  int right = 0;  // likewise
  bool mirrored = false;
};

// The key of all variants of an epoch, which counts from 0.
uint32_t VariantKey(uint32_t seed, uint32_t epoch);
ImageVariant DrawVariant(const Augment& augment, uint32_t key, int64_t image);

// Writes the variant of image `image` to `to`, images.image_size() bytes.
void WriteVariant(const ImageSet& images, int64_t image, const ImageVariant& variant, uint8_t* to);

}  // namespace itg
