// SPDX-License-Identifier: Apache-2.0
//
// The operands of vnni_spread_error.h as its tiles read them.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/kernels/vnni.h"
#include "model/ops/one_of_four.h"
#include "model/ops/patches.h"
#include "model/tensor/tensor.h"

namespace itg {

// Along one axis: a block of errors that the pixels of a phase (0: first of their block, 1: second)
// meet. The weights of two neighbouring taps, `lane` and lane + 1, are at hand for a selection.
struct Neighbour {
  int64_t offset;  // of the block of errors from the pixel's
  int64_t lane;
  int64_t shift;           // an error at place p of its block meets tap lane + p + shift ...
  bool meets[kBlockSide];  // ... if it meets any
};

std::vector<Neighbour> NeighboursOf(int64_t phase, int64_t kernel, int64_t pad);

struct SpreadErrorLayout {
  static constexpr int64_t kGroupBytes = kTileCols * kGroup;
  // Channels whose sums are turned while they are in the cache, and their tiles.
  static constexpr int64_t kChannelsTogether = 64;
  static constexpr int64_t kTilesTogether = (kChannelsTogether + kSelectRows - 1) / kSelectRows;

  SpreadErrorLayout(const Tensor& error, const PatchGeometry& geometry, int64_t columns);

  int64_t lane_bytes() const { return groups * kSelectRows * kSelectBytes; }
  int64_t tile_bytes() const { return lanes() * lane_bytes(); }
  int64_t block_bytes() const { return groups * kGroupBytes; }
  int64_t lanes() const { return lane_rows * lane_columns; }
  int64_t MostNeighbours() const {  // of a pixel
    return static_cast<int64_t>(std::max(above[0].size(), above[1].size()) *
                                std::max(beside[0].size(), beside[1].size()));
  }
  int64_t TileOf(int64_t channel) const {
    return channel / kChannelsTogether * kTilesTogether + channel % kChannelsTogether / kSelectRows;
  }
  int64_t RowOf(int64_t channel) const { return channel % kChannelsTogether % kSelectRows; }

  PatchGeometry g;
  int64_t images, filters, channels;
  int64_t groups;                     // of filters
  int64_t panels;                     // of images
  int64_t block_rows, block_columns;  // of an error map
  int64_t pixel_rows, pixel_columns;  // blocks of the result
  int64_t lane_rows, lane_columns;
  std::vector<Neighbour> above[kBlockSide], beside[kBlockSide];  // by phase
};

// weight [O][kh][kw][C] to [tile][lane][group][kSelectRows][kSelectBytes], biased: for each channel
// the weights of four filters and of the four taps of a lane, in the order of positions in a block.
void PackSpreadFilters(const Tensor& weight, const SpreadErrorLayout& layout, Bytes* filters);

// Errors to [block][panel][group][kTileCols][kGroup]: the one of each block that is not 0, and its
// position, as a byte of a selection.
void PackSpreadErrors(const Tensor& error, const SpreadErrorLayout& layout, Bytes* values,
                      Bytes* positions);

// Of the errors of a block, those that meet a tap keep their values, and the controls select its
// weight; the others become 0.
void SelectMet(const uint8_t* values, const uint8_t* positions, int64_t count, const Neighbour& y,
               const Neighbour& x, uint8_t* met, uint8_t* controls);

}  // namespace itg
