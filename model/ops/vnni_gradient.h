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
#include "model/ops/gradient_operands.h"
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
  struct Chunk;
  struct Partial {  // operands of a chunk, and the sums over some chunks
    void Allocate(const GradientLayout& layout, int64_t rows);
    Bytes turned;    // images: [remainder][c][image][y][x], biased
    Bytes packed;    // errors: [panel][group][kTileCols][kGroup]
    Bytes controls;  // of VnniSelectTile, where it is used
    std::vector<int32_t, RawAllocator<int32_t>> sums;  // [(i, j, c)][O], biased
    std::vector<int32_t> column_sums;  // 128 * the sums of the errors: the bias in `sums`
    bool used = false;                 // holds sums
  };

  static void Prepare(const Tensor& error, const Tensor& activation, const GradientLayout& layout,
                      const Chunk& chunk, int64_t at, Partial* partial);
  void MultiplyTile(const GradientLayout& layout, const Chunk& chunk, int64_t at,
                    Partial* partial) const;
  void AddApart(const Tensor& error, const Tensor& activation, const GradientLayout& layout,
                int64_t first, int64_t last, int threads);
  void AddTogether(const Tensor& error, const Tensor& activation, const GradientLayout& layout,
                   int64_t first, int64_t last);
  template <typename Sum>
  void Flush(const GradientLayout& layout, bool start, Sum* sums);
  int64_t Blocks(const GradientLayout& layout) const;
  void MakeTables(const GradientLayout& layout);

  std::vector<Partial> partials_;  // one a thread, or one of all
  std::vector<int64_t> rows_;      // of turned images: (i, j, c)
  std::vector<int32_t> groups_;    // of turned images: (image, oy, four pixels)
  std::vector<int32_t> zeros_;
};

}  // namespace itg
