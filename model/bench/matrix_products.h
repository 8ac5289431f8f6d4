// SPDX-License-Identifier: Apache-2.0
//
// The matrix products of a training step and nothing else: what its multiplications take when the
// operands lie ready as matrices. The yardstick of a step: no padding, patches, rounding or pools.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/kernels/gemm.h"
#include "model/kernels/vnni.h"
#include "model/program/program.h"

namespace itg {

// The product that `command` is, as a matrix product of as many multiplications; all 0 when it is
// none. A convolution counts its output pixels times its filters: m or, in a gradient, k is pixels.
GemmShape ProductShape(const Program& program, const Command& command);
inline int64_t Multiplications(const GemmShape& shape) { return shape.m * shape.n * shape.k; }

class MatrixProducts {
 public:
  // Of all commands of `program`; operands of random int8.
  explicit MatrixProducts(const Program& program);

  int64_t multiplications() const;
  // Each product once, by oneDNN. Requires that it is exact here: MakeOneDnnGemm() != nullptr.
  void RunOneDnn();
  // Each product once, on the tiles of model/kernels/vnni.h, operands packed and biased before.
  // Requires HasVnni().
  void RunTiles();

 private:
  struct Product {
    GemmShape shape;
    bool is_gradient;
    std::vector<int64_t> rows;  // tables of VnniRows
    std::vector<int32_t> groups;
  };

  void Multiply(const Product& product);
  void MultiplyTiles(const Product& product);

  std::vector<Product> products_;
  std::vector<int8_t> a_, b_;
  std::vector<int32_t> out_;
  std::vector<int32_t> start_;  // zeros, for a panel of tiles
  std::unique_ptr<Gemm> gemm_ = MakeOneDnnGemm();
};

}  // namespace itg
