// SPDX-License-Identifier: Apache-2.0
//
// The error product of a convolution whose errors a 2 x 2 max-pool has spread (one_of_four.h): the
// sums that model/ops/convolution.h defines, exact modulo 2^32.
//
// A pixel meets every 2 x 2 block of errors around it with up to four weights, of which the one
// that meets the block's only error is selected, instead of multiplying all four: of a kernel of
// 3 x 3 a pixel meets four blocks, so four multiplications take the place of nine. Tiles have
// channels as rows and images as columns, so a block outside of the error map is left out for all.

#pragma once

#include <cstdint>

#include "model/ops/patches.h"
#include "model/ops/spread_error_operands.h"
#include "model/ops/vnni_product.h"
#include "model/tensor/tensor.h"

namespace itg {

class VnniSpreadError {
 public:
  // Is this faster than VnniProduct, and are all blocks of `error` [N][OH][OW][O] (int8) of that
  // kind? Asks the CPU too.
  static bool Pays(const Tensor& error, const PatchGeometry& geometry);

  // acc[N][H][W][C] = the sums; weight [O][kh][kw][C], both int8; acc int32, acc_bits <= 32. Every
  // sum must fit int32. Requires Pays().
  VnniProduct::Result Multiply(const Tensor& error, const Tensor& weight,
                               const PatchGeometry& geometry, int acc_bits, Tensor* acc);

 private:
  struct Pixel;
  struct Worker;
  struct Channels {
    int64_t first, count;
  };

  void Gather(const SpreadErrorLayout& layout, int64_t block, int64_t panel, int64_t phase,
              Worker* worker) const;
  uint32_t MultiplyChannels(const SpreadErrorLayout& layout, const Pixel& pixel,
                            const Channels& channels, int64_t images, Worker* worker) const;
  VnniProduct::Result MultiplyBlock(const SpreadErrorLayout& layout, int64_t block, int64_t panel,
                                    int acc_bits, Worker* worker, Tensor* acc) const;

  Bytes filters_;
  Bytes values_;     // of errors
  Bytes positions_;  // of values_ in their blocks
};

}  // namespace itg
