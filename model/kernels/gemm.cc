// SPDX-License-Identifier: Apache-2.0
//
// What all kernels share: the bound on int32 sums, and long sums in chunks.

#include "model/kernels/gemm.h"

#include <algorithm>

#include "model/arith/round.h"

namespace itg {
namespace {

// `operand` from element `k0` of the summed dimension on. `along_row`: k runs along a stored row.
GemmOperand From(const GemmOperand& operand, int64_t k0, bool along_row) {
  GemmOperand chunk = operand;
  const int64_t elements = along_row ? k0 : k0 * operand.stride;
  chunk.data = static_cast<const uint8_t*>(operand.data) + elements * ByteSize(operand.type);
  return chunk;
}

}  // namespace

int64_t LongestInt32Sum(int a_bits, int b_bits) {
  return std::max<int64_t>(1, INT32_MAX / (MaxMagnitude(a_bits) * MaxMagnitude(b_bits)));
}

bool SumFitsInt32(int64_t k, int a_bits, int b_bits) {
  return k <= LongestInt32Sum(a_bits, b_bits);
}

void Gemm::Sum64(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b, int64_t* out) {
  const int64_t count = shape.m * shape.n;
  const int64_t longest = LongestInt32Sum(a.bits, b.bits);
  partial_.resize(static_cast<size_t>(count));
  std::fill(out, out + count, 0);
  for (int64_t k0 = 0; k0 < shape.k; k0 += longest) {
    const GemmShape chunk{shape.m, shape.n, std::min(longest, shape.k - k0)};
    Sum32(chunk, From(a, k0, !a.transposed), From(b, k0, b.transposed), partial_.data());
    for (int64_t i = 0; i < count; ++i) out[i] += partial_[static_cast<size_t>(i)];
  }
}

}  // namespace itg
