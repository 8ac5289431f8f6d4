// SPDX-License-Identifier: Apache-2.0
//
// The three products of a linear layer (NUMERICS.md section 4), summed modulo 2^AccW in two's
// complement (section 2) whatever kernel adds them up. No bias, no division by the batch.
//
//   forward   acc[n][o] = sum_i a[n][i]   * w[o][i]
//   error     acc[n][i] = sum_o err[n][o] * w[o][i]
//   gradient  acc[o][i] = sum_n err[n][o] * a[n][i]      over the global batch
//
// Activations and errors may have any shape [N][...]: the elements of a sample are its columns.

#pragma once

#include <cstdint>
#include <vector>

#include "model/kernels/gemm.h"
#include "model/ops/narrow.h"
#include "model/ops/reducer.h"

namespace itg {

class Linear {
 public:
  // Both must outlive this object. 8 <= acc_bits <= 48.
  Linear(Gemm* gemm, Reducer* reducer, int acc_bits);

  // Fill `acc` and its exponent e_a + e_b. `acc` has int32 storage up to 32 bits, else int64.
  // Return the number of elements whose exact sum does not fit AccW.
  uint64_t Forward(const Narrow& activation, const Narrow& weight, Tensor* acc);
  uint64_t Error(const Narrow& error, const Narrow& weight, Tensor* acc);
  uint64_t Gradient(const Narrow& error, const Narrow& activation, Tensor* acc);

 private:
  uint64_t Multiply(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
                    bool over_batch, Tensor* acc);

  Gemm* gemm_;
  Reducer* reducer_;
  int acc_bits_;
  std::vector<int64_t> exact_;  // sums that may leave int32, before they are wrapped
};

}  // namespace itg
