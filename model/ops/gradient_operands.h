// SPDX-License-Identifier: Apache-2.0
//
// The operands of vnni_gradient.h as its tiles read them: a few images turned to [c][y][x], and
// their errors in groups of four pixels or blocks.

#pragma once

#include <cstdint>

#include "model/ops/patches.h"
#include "model/tensor/tensor.h"

namespace itg {

struct GradientLayout {
  GradientLayout(const PatchGeometry& geometry, const Tensor& error);

  // Of a pixel in the turned images [remainder][channel][image][y][x].
  int64_t Offset(int64_t remainder, int64_t channel, int64_t image, int64_t y, int64_t x) const {
    return ((((remainder * g.channels + channel) * images + image) * height + y) * width + x) *
           side;
  }
  int64_t turned_bytes() const { return Offset(remainders, 0, 0, 0, 0); }
  // Of the errors of `count` images.
  int64_t groups(int64_t count) const { return count * group_rows * row_groups; }

  PatchGeometry g;
  int64_t filters;
  int64_t images;      // turned together
  bool selects;        // one of four errors
  int64_t side;        // of what a byte of K stands for: pixels
  int64_t remainders;  // of x by the stride that some tap meets
  int64_t height;
  int64_t row_groups, group_rows;  // of an image
  int64_t width;
  int64_t panels;  // of filters
};

// Row `y` of padded image `image` (and the one below it, where errors are selected) to place `slot`
// in the turned images, biased: into the planes of all channels.
void TurnRow(const Tensor& activation, const GradientLayout& layout, int64_t image, int64_t slot,
             int64_t y, uint8_t* turned);

// Row `row` (of blocks, where they are selected) of the errors of an image to its place in
// [panel][group][kTileCols][kGroup] of `groups` groups; `controls`: of VnniSelectTile, where they
// are selected.
void PackErrorRow(const Tensor& error, const GradientLayout& layout, int64_t image, int64_t slot,
                  int64_t row, int64_t groups, uint8_t* packed, uint8_t* controls);

}  // namespace itg
