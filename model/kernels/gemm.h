// SPDX-License-Identifier: Apache-2.0
//
// Exact integer matrix product of narrow elements. A kernel returns the exact sums, never a rounded
// or saturated one; wrapping to AccW is the caller's business (model/ops/linear.h).

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

// out[M][N] = sum over k of A[m][k] * B[k][n], row-major.
struct GemmShape {
  int64_t m = 0;
  int64_t n = 0;
  int64_t k = 0;
};

// A matrix of int8 or int16 elements, stored row-major, or its transpose stored row-major.
struct GemmOperand {
  ElementType type = ElementType::kInt8;
  const void* data = nullptr;
  int64_t stride = 0;  // elements from one stored row to the next
  bool transposed = false;
  int bits = 8;  // |element| <= MaxMagnitude(bits): bounds the sums
};

// True when a sum of `k` products cannot leave int32.
bool SumFitsInt32(int64_t k, int a_bits, int b_bits);
// Largest such k, at least 1.
int64_t LongestInt32Sum(int a_bits, int b_bits);

class Gemm {
 public:
  virtual ~Gemm() = default;
  virtual const char* name() const = 0;
  // Another of the same kind, for another thread: a Gemm keeps its packed operands.
  virtual std::unique_ptr<Gemm> Clone() const = 0;

  // Requires SumFitsInt32(shape.k, a.bits, b.bits).
  virtual void Sum32(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
                     int32_t* out) = 0;
  // Any k: sums chunks of at most LongestInt32Sum() products by Sum32 and adds them in int64.
  virtual void Sum64(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
                     int64_t* out);

 private:
  std::vector<int32_t> partial_;
};

// Eigen, int64: plain and obviously right.
std::unique_ptr<Gemm> MakeReferenceGemm();
// Exact on every CPU: 16-bit multiply-add that the compiler vectorises.
std::unique_ptr<Gemm> MakePortableGemm();
// oneDNN for two int8 operands, the portable kernel for wider ones. nullptr when its self-test
// finds oneDNN inexact on this CPU: below VNNI it saturates 16-bit intermediates.
std::unique_ptr<Gemm> MakeOneDnnGemm();
// The start-up self-test: extreme operands whose sums are known, in every orientation.
bool IsExact(Gemm* gemm);
// The fastest exact one.
std::unique_ptr<Gemm> MakeFastGemm();

}  // namespace itg
