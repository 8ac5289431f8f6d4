// SPDX-License-Identifier: Apache-2.0
//
// The forward and the error product of a convolution of elements up to 8 bits on
// model/kernels/vnni.h: a fast way to the sums that model/ops/convolution.h defines, exact modulo
// 2^32. A thread copies a few images, padded and biased, into its cache and reads all patches
// there.

#pragma once

#include <cstdint>
#include <vector>

#include "model/kernels/vnni.h"
#include "model/ops/patches.h"
#include "model/tensor/tensor.h"

namespace itg {

class VnniProduct {
 public:
  // What follows multiplies by these: weight [O][kh][kw][C], int8.
  void PackFilters(const Tensor& weight);
  // The same turned round, as the error product needs them.
  void PackTurnedFilters(const Tensor& weight);

  struct Result {
    uint64_t overflows = 0;   // sums that do not fit acc_bits; acc holds them wrapped
    uint32_t range_bits = 0;  // OR of |x| - 1 over all x != 0, before wrapping
  };
  // acc[pixels][columns] = patches of `source` (int8) * filters; acc int32, acc_bits <= 32. Every
  // sum must fit int32.
  Result Multiply(const Tensor& source, const PatchGeometry& geometry, int acc_bits, Tensor* acc);

 private:
  struct Part;  // images, or some rows of one, that a thread works on
  struct FilterRows;
  struct Worker;

  void Allocate(int64_t columns, int64_t kernel_h, int64_t run);
  void SumColumns();
  void Start(int64_t panel, const FilterRows& rows, int32_t* start) const;
  static int64_t Blocks(const Part& part, const PatchGeometry& g);
  static FilterRows MeetingRows(const Part& part, const PatchGeometry& g, int64_t first,
                                int64_t last);
  uint32_t MultiplyPart(const Tensor& source, const PatchGeometry& geometry, const Part& part,
                        bool streams, Worker* worker, int32_t* acc) const;

  int64_t columns_ = 0;  // of the result
  int64_t kernel_h_ = 0;
  int64_t groups_ = 0;                // of K: those of each row of a filter
  Bytes packed_;                      // [panel][group][kTileCols][kGroup]
  std::vector<int32_t> column_sums_;  // [panel][kernel_h][kTileCols], times 128
};

}  // namespace itg
