// SPDX-License-Identifier: Apache-2.0
//
// The three products of a convolution (NUMERICS.md section 4; s stride, p padding), summed modulo
// 2^AccW whatever kernel adds them up. Activations outside of the image are 0, activations that no
// window covers receive the error 0.
//
//   forward   acc[n,oy,ox,o] = sum a[n, oy*s+i-p, ox*s+j-p, c] * w[o,i,j,c]
//   error     acc[n,y,x,c]   = sum err[n,oy,ox,o] * w[o,i,j,c]    over oy*s+i-p = y, ox*s+j-p = x
//   gradient  acc[o,i,j,c]   = sum err[n,oy,ox,o] * a[n, oy*s+i-p, ox*s+j-p, c]
//                              over the global batch
//
// Threads take runs of output pixels; each calls a matrix product of its own on patches that stay
// in its cache. Elements of up to 8 bits take a short cut (vnni_product.h, vnni_gradient.h) where
// the CPU has it.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/kernels/gemm.h"
#include "model/ops/accumulators.h"
#include "model/ops/narrow.h"
#include "model/ops/patches.h"
#include "model/ops/reducer.h"
#include "model/ops/vnni_gradient.h"
#include "model/ops/vnni_product.h"
#include "model/ops/vnni_spread_error.h"

namespace itg {

class Convolution {
 public:
  // Both must outlive this object. 8 <= acc_bits <= 48. `vnni`: the CPU has the short cut and may
  // take it.
  Convolution(Gemm* gemm, Reducer* reducer, int acc_bits, bool vnni);
  ~Convolution();

  // Fill `acc` and its exponent e_a + e_b. `acc` has int32 storage up to 32 bits, else int64.
  Sums Forward(const Narrow& activation, const Narrow& weight, const Window& window, Tensor* acc);
  Sums Error(const Narrow& error, const Narrow& weight, const Window& window, Tensor* acc);
  Sums Gradient(const Narrow& error, const Narrow& activation, const Window& window, Tensor* acc);

 private:
  struct Worker;  // what a thread needs for itself

  // acc[pixels][n] = patches of `source` * b
  Sums Multiply(const Narrow& source, const PatchGeometry& geometry, const GemmOperand& b,
                Tensor* acc);
  bool TakesShortCut(const Narrow& source, const Narrow& weight, const PatchGeometry& geometry,
                     const Tensor& acc) const;
  Sums SumsOf(const VnniProduct::Result& result) const;
  template <typename Sum>
  void SumGradients(const Narrow& error, const Narrow& activation, const PatchGeometry& geometry,
                    Sum* sums);
  void MakeWorkers(int64_t products);

  Gemm* gemm_;
  Reducer* reducer_;
  int acc_bits_;
  bool vnni_;
  VnniProduct product_;
  VnniSpreadError spread_error_;
  VnniGradient gradient_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Tensor turned_;               // filters as the error product needs them
  std::vector<int64_t> exact_;  // gradient sums that may leave int32
};

}  // namespace itg
