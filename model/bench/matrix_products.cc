// SPDX-License-Identifier: Apache-2.0
//
// The matrix products of a training step by themselves.

#include "model/bench/matrix_products.h"

#include <algorithm>

#include "model/arith/random.h"
#include "model/ops/parallel.h"
#include "model/program/window.h"

namespace itg {
namespace {

constexpr int64_t kGroupsTogether = 512;  // of K: the operands of a tile stay in the first cache

int64_t Divided(int64_t n, int64_t unit) { return (n + unit - 1) / unit; }

void Fill(size_t size, std::vector<int8_t>* bytes) {
  bytes->resize(size);
  for (size_t i = 0; i < size; ++i) {
    (*bytes)[i] = static_cast<int8_t>(static_cast<int>(RandomWord(1, i) % 255) - 127);
  }
}

}  // namespace

GemmShape ProductShape(const Program& program, const Command& command) {
  if (!IsProduct(command.opcode)) return {};
  const bool gradient = command.opcode == Opcode::kGradient;
  const bool error = command.opcode == Opcode::kError;
  const Shape& weight = program[gradient ? command.out : command.b].shape;
  const Shape& image = program[gradient ? command.b : error ? command.out : command.a].shape;
  const bool convolves = HasWindow(command.window);
  const int64_t pixels =
      convolves ? ElementCount(WindowedShape(image, command.window, 1)) : image[0];
  const int64_t filters = weight[0];
  const int64_t depth = ElementCount(weight) / filters;
  if (gradient) return {filters, depth, pixels};
  if (!error) return {pixels, filters, depth};
  const int64_t channels = weight.back();
  return {pixels, channels, depth / channels * filters};
}

MatrixProducts::MatrixProducts(const Program& program) {
  int64_t a = 0;
  int64_t b = 0;
  int64_t out = 0;
  for (const Command& command : program.commands) {
    const GemmShape shape = ProductShape(program, command);
    if (Multiplications(shape) == 0) continue;
    Product product{shape, command.opcode == Opcode::kGradient, {}, {}};
    // Tiles have the longer of the two as rows: in a gradient the taps of the filters.
    const int64_t rows = product.is_gradient ? shape.n : shape.m;
    const int64_t columns = product.is_gradient ? shape.m : shape.n;
    const int64_t groups = Divided(shape.k, kGroup);
    for (int64_t row = 0; row < rows; ++row) product.rows.push_back(row * groups * kGroup);
    for (int64_t g = 0; g < groups; ++g) {
      product.groups.push_back(static_cast<int32_t>(g * kGroup));
    }
    a = std::max(a, std::max(rows, shape.m) * groups * kGroup);
    b = std::max({b, shape.n * shape.k, Divided(columns, kTileCols) * kTileCols * groups * kGroup});
    out = std::max(out, shape.m * shape.n);
    products_.push_back(std::move(product));
  }
  Fill(static_cast<size_t>(a), &a_);
  Fill(static_cast<size_t>(b), &b_);
  out_.resize(static_cast<size_t>(out));
  start_.resize(kTileCols);
}

int64_t MatrixProducts::multiplications() const {
  int64_t sum = 0;
  for (const Product& product : products_) sum += Multiplications(product.shape);
  return sum;
}

void MatrixProducts::RunOneDnn() {
  for (const Product& product : products_) Multiply(product);
}

void MatrixProducts::RunTiles() {
  for (const Product& product : products_) MultiplyTiles(product);
}

void MatrixProducts::Multiply(const Product& product) {
  const GemmShape& shape = product.shape;
  const GemmOperand a{ElementType::kInt8, a_.data(), product.is_gradient ? shape.m : shape.k,
                      product.is_gradient, 8};
  const GemmOperand b{ElementType::kInt8, b_.data(), shape.n, false, 8};
  gemm_->Sum32(shape, a, b, out_.data());
}

void MatrixProducts::MultiplyTiles(const Product& product) {
  const int64_t rows = static_cast<int64_t>(product.rows.size());
  const int64_t columns = product.is_gradient ? product.shape.m : product.shape.n;
  const int64_t groups = static_cast<int64_t>(product.groups.size());
  const int64_t panels = Divided(columns, kTileCols);
  const int64_t blocks = Divided(rows, kTileRows);
  const uint8_t* const base = reinterpret_cast<const uint8_t*>(a_.data());
  for (int64_t g = 0; g < groups; g += kGroupsTogether) {
    const VnniRows a{base, product.rows.data(), product.groups.data() + g,
                     std::min(kGroupsTogether, groups - g)};
    const int32_t* const start = g == 0 ? start_.data() : nullptr;
#pragma omp parallel for schedule( \
    static) if (PaysThreadsForProducts(Multiplications(product.shape)))
    for (int64_t at = 0; at < panels * blocks; ++at) {
      const int64_t panel = at / blocks;
      const int64_t first = at % blocks * rows / blocks;
      const int64_t count = (at % blocks + 1) * rows / blocks - first;
      VnniTile(a, first, count, b_.data() + (panel * groups + g) * kTileCols * kGroup,
               std::min<int64_t>(kTileCols, columns - panel * kTileCols), start,
               {out_.data() + first * columns + panel * kTileCols, columns});
    }
  }
}

}  // namespace itg
