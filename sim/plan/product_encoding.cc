// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/product_encoding.h"

namespace itg {
namespace {

int64_t FirstTap(uint64_t address, const NestedTensor& tensor) {
  return static_cast<uint32_t>(address) + static_cast<uint32_t>(tensor.offset);
}

}  // namespace

void EncodeProduct(const ProductNests& product, const Blocks& blocks,
                   const ProductAddresses& addresses, const HwConfig& hw, Descriptor* descriptor) {
  const auto set = [&](Field field, int64_t value) { SetField(descriptor, field, value); };
  set(Field::kRows, product.rows);
  set(Field::kCols, product.cols);
  set(Field::kElements, product.rows * product.cols);
  set(Field::kDepth, product.depth);
  set(Field::kChunk, blocks.chunk);
  set(Field::kBlockRows, blocks.rows);
  set(Field::kBlockCols, blocks.cols);
  set(Field::kColWords, AccumulatorWords(1, blocks.cols, hw));
  set(Field::kSpillAddr, static_cast<int64_t>(addresses.spill));
  set(Field::kAAddr, FirstTap(addresses.a, product.a));
  set(Field::kBAddr, FirstTap(addresses.b, product.b));
  set(Field::kWindowed, product.a.windowed ? 1 : product.b.windowed ? 2 : 0);
  EncodeNest(Field::kNestA, product.a.nest, descriptor);
  EncodeNest(Field::kNestB, product.b.nest, descriptor);
  if (product.a.windowed) EncodeWindow(Field::kWindow, product.a.window, descriptor);
  if (product.b.windowed) EncodeWindow(Field::kWindow, product.b.window, descriptor);
}

}  // namespace itg
