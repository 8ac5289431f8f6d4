// SPDX-License-Identifier: Apache-2.0
//
// The reference kernel: Eigen's product of int64 matrices. Slow, plain, and the one the fast
// kernels are tested against.

// One thread: on a busy machine the barriers of small products cost more than the products.
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#include "model/kernels/gemm.h"

namespace itg {
namespace {

using Matrix = Eigen::Matrix<int64_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <typename T>
Matrix Widen(const GemmOperand& operand, int64_t stored_rows, int64_t stored_cols) {
  using Stored = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Stored, 0, Eigen::OuterStride<>> stored(
      static_cast<const T*>(operand.data), stored_rows, stored_cols,
      Eigen::OuterStride<>(operand.stride));
  return stored.template cast<int64_t>();
}

Matrix ToMatrix(const GemmOperand& operand, int64_t rows, int64_t cols) {
  if (operand.transposed) std::swap(rows, cols);
  const Matrix stored = operand.type == ElementType::kInt8 ? Widen<int8_t>(operand, rows, cols)
                                                           : Widen<int16_t>(operand, rows, cols);
  return operand.transposed ? Matrix(stored.transpose()) : stored;
}

class ReferenceGemm final : public Gemm {
 public:
  const char* name() const override { return "reference"; }
  std::unique_ptr<Gemm> Clone() const override { return MakeReferenceGemm(); }

  void Sum32(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
             int32_t* out) override {
    using Matrix32 = Eigen::Matrix<int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Eigen::Map<Matrix32>(out, shape.m, shape.n) = Product(shape, a, b).cast<int32_t>();
  }

  void Sum64(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
             int64_t* out) override {
    Eigen::Map<Matrix>(out, shape.m, shape.n) = Product(shape, a, b);
  }

 private:
  static Matrix Product(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b) {
    return ToMatrix(a, shape.m, shape.k) * ToMatrix(b, shape.k, shape.n);
  }
};

}  // namespace

std::unique_ptr<Gemm> MakeReferenceGemm() { return std::make_unique<ReferenceGemm>(); }

}  // namespace itg
