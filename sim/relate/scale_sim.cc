// SPDX-License-Identifier: Apache-2.0

#include "sim/relate/scale_sim.h"

#include <cassert>

#include "sim/plan/product_nests.h"

namespace itg {
namespace {

uint64_t Folds(int64_t size, int array) {
  return static_cast<uint64_t>((size + array - 1) / array);
}

}  // namespace

ScaleSimCycles& ScaleSimCycles::operator+=(const ScaleSimCycles& other) {
  os += other.os;
  ws += other.ws;
  is += other.is;
  return *this;
}

ScaleSimCycles ScaleSim(const Gemm& gemm, int rows, int cols) {
  assert(gemm.m > 0 && gemm.n > 0 && gemm.k > 0 && rows > 0 && cols > 0);
  const uint64_t skew = static_cast<uint64_t>(rows - 1 + cols - 1);
  const uint64_t load = static_cast<uint64_t>(rows);
  const auto fold = [skew](int64_t streamed) { return static_cast<uint64_t>(streamed) + skew; };
  ScaleSimCycles cycles;
  cycles.os = Folds(gemm.m, rows) * Folds(gemm.n, cols) * fold(gemm.k) - 1;
  cycles.ws = Folds(gemm.k, rows) * Folds(gemm.n, cols) * (load + fold(gemm.m)) - 1;
  cycles.is = Folds(gemm.k, rows) * Folds(gemm.m, cols) * (load + fold(gemm.n)) - 1;
  return cycles;
}

Gemm GemmOf(const Program& program, const Command& command) {
  const ProductNests product = NestsOf(program, command);
  return {product.rows, product.cols, product.depth};
}

}  // namespace itg
