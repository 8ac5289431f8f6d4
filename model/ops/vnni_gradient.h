// SPDX-License-Identifier: Apache-2.0
//
// The gradient product of a convolution of elements up to 8 bits on model/kernels/vnni.h: a fast
// way to the sums that model/ops/convolution.h defines. K runs along the pixels of a row, four at a
// time, so a few images at a time are turned to [c][y][x]; a tap (i, j) of the filter is an offset
// into them. With a stride each remainder of x has planes of its own.
//
// Errors of which a 2 x 2 max-pool has left one of four (one_of_four.h) are packed four blocks, 16
// pixels, at a time; then the turned images hold two rows in one, byte by byte, so that 16 bytes
// are the 8 x 2 pixels of four blocks.

#pragma once

#include <cstdint>
#include <vector>

#include "model/kernels/vnni.h"
#include "model/ops/patches.h"
#include "model/tensor/tensor.h"

namespace itg {

class VnniGradient {
 public:
  // sums[O][kh][kw][C] = the products over all pixels, exact as long as they fit Sum (int32 or
  // int64). error [N][OH][OW][O], activation [N][H][W][C], both int8. The sums over one image must
  // fit int32.
  template <typename Sum>
  void Run(const Tensor& error, const Tensor& activation, const PatchGeometry& geometry, Sum* sums);

 private:
  struct Layout;

  void AddImages(const Tensor& error, const Tensor& activation, const Layout& layout, int64_t first,
                 int64_t images, bool start);
  void TurnRow(const Tensor& activation, const Layout& layout, int64_t image, int64_t slot,
               int64_t y);
  void TurnGreyRow(const Tensor& activation, const Layout& layout, int64_t image, int64_t slot,
                   int64_t y);
  void PackErrors(const Tensor& error, const Layout& layout, int64_t image, int64_t slot,
                  int64_t row, int64_t groups);
  void MakeTables(const Layout& layout);
  template <typename Sum>
  void Flush(const Layout& layout, Sum* sums) const;

  Bytes turned_;                      // [remainder][c][image][y][x], biased
  Bytes packed_;                      // errors: [panel][group][kTileCols][kGroup]
  Bytes controls_;                    // of VnniSelectTile, where it is used
  std::vector<int64_t> rows_;         // of turned_: (i, j, c)
  std::vector<int32_t> groups_;       // of turned_: (image, oy, four pixels)
  std::vector<int32_t> sums_;         // [(i, j, c)][O], biased
  std::vector<int32_t> column_sums_;  // 128 * the sums of the errors: the bias in sums_
  std::vector<int32_t> zeros_;
};

}  // namespace itg
