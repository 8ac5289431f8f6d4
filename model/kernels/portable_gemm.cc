// SPDX-License-Identifier: Apache-2.0
//
// Exact on every CPU: both operands are packed to int16 with the summed dimension innermost, then
// every output is a dot product. Compilers turn a sum of int16 products in int32 into multiply-add
// instructions (pmaddwd), which do not saturate: two products of at most 2^15 * 2^15 fit int32.

#include <algorithm>

#include "model/kernels/gemm.h"

namespace itg {
namespace {

constexpr int64_t kColumnBlock = 4;  // dot products computed together: A is read once for them

constexpr int64_t kPackedRows =
    32;  // transposed together: their cache lines stay in the first cache

// packed[row][i] = from[row][i].
template <typename T>
void Copy(const T* from, int64_t stride, int64_t rows, int64_t k, int16_t* packed) {
  for (int64_t row = 0; row < rows; ++row) {
    std::copy(from + row * stride, from + row * stride + k, packed + row * k);
  }
}

// packed[row][i] = from[i][row].
template <typename T>
void Transpose(const T* from, int64_t stride, int64_t rows, int64_t k, int16_t* packed) {
  for (int64_t first = 0; first < rows; first += kPackedRows) {
    const int64_t last = std::min(rows, first + kPackedRows);
    for (int64_t i = 0; i < k; ++i) {
      for (int64_t row = first; row < last; ++row) packed[row * k + i] = from[i * stride + row];
    }
  }
}

// The summed dimension innermost; `along_row`: it runs along a stored row already.
template <typename T>
void Pack(const T* from, int64_t stride, int64_t rows, int64_t k, bool along_row, int16_t* packed) {
  if (along_row) {
    Copy(from, stride, rows, k, packed);
  } else {
    Transpose(from, stride, rows, k, packed);
  }
}

void Pack(const GemmOperand& operand, int64_t rows, int64_t k, bool along_row,
          std::vector<int16_t>* packed) {
  packed->resize(static_cast<size_t>(rows * k));
  if (operand.type == ElementType::kInt8) {
    Pack(static_cast<const int8_t*>(operand.data), operand.stride, rows, k, along_row,
         packed->data());
  } else {
    Pack(static_cast<const int16_t*>(operand.data), operand.stride, rows, k, along_row,
         packed->data());
  }
}

int32_t Dot(const int16_t* a, const int16_t* b, int64_t k) {
  int32_t sum = 0;
  for (int64_t i = 0; i < k; ++i) sum += a[i] * b[i];
  return sum;
}

void DotBlock(const int16_t* a, const int16_t* b, int64_t k, int32_t* out) {
  int32_t sum0 = 0;
  int32_t sum1 = 0;
  int32_t sum2 = 0;
  int32_t sum3 = 0;
  for (int64_t i = 0; i < k; ++i) {
    sum0 += a[i] * b[i];
    sum1 += a[i] * b[k + i];
    sum2 += a[i] * b[2 * k + i];
    sum3 += a[i] * b[3 * k + i];
  }
  out[0] = sum0;
  out[1] = sum1;
  out[2] = sum2;
  out[3] = sum3;
}

class PortableGemm final : public Gemm {
 public:
  const char* name() const override { return "portable"; }
  std::unique_ptr<Gemm> Clone() const override { return MakePortableGemm(); }

  void Sum32(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
             int32_t* out) override {
    Pack(a, shape.m, shape.k, !a.transposed, &a_);
    Pack(b, shape.n, shape.k, b.transposed, &b_);
    for (int64_t row = 0; row < shape.m; ++row) {
      const int16_t* a_row = a_.data() + row * shape.k;
      int32_t* out_row = out + row * shape.n;
      int64_t col = 0;
      for (; col + kColumnBlock <= shape.n; col += kColumnBlock) {
        DotBlock(a_row, b_.data() + col * shape.k, shape.k, out_row + col);
      }
      for (; col < shape.n; ++col) {
        out_row[col] = Dot(a_row, b_.data() + col * shape.k, shape.k);
      }
    }
  }

 private:
  std::vector<int16_t> a_;  // [M][K]
  std::vector<int16_t> b_;  // [N][K]
};

}  // namespace

std::unique_ptr<Gemm> MakePortableGemm() { return std::make_unique<PortableGemm>(); }

}  // namespace itg
