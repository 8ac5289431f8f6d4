// SPDX-License-Identifier: Apache-2.0
//
// Is a kernel exact on this CPU? Sums with a known value, chosen so that each wrong way shows:
// 16-bit saturation of a pair of products from K = 2 or 3 on, sums kept in float from 2^24 on.

#include <algorithm>
#include <vector>

#include "model/kernels/gemm.h"

namespace itg {
namespace {

constexpr GemmShape kShapes[] = {{3, 3, 3}, {5, 7, 1043}, {17, 33, 64}, {64, 100, 129}};

// All elements a, b: every sum is k * a * b. 127 * 127 * 1043 is odd and above 2^24.
bool IsExactFor(Gemm* gemm, const GemmShape& shape, bool a_transposed, bool b_transposed, int8_t a,
                int8_t b) {
  const std::vector<int8_t> a_data(static_cast<size_t>(shape.m * shape.k), a);
  const std::vector<int8_t> b_data(static_cast<size_t>(shape.k * shape.n), b);
  std::vector<int32_t> out(static_cast<size_t>(shape.m * shape.n), -1);
  const GemmOperand a_operand{ElementType::kInt8, a_data.data(), a_transposed ? shape.m : shape.k,
                              a_transposed, 8};
  const GemmOperand b_operand{ElementType::kInt8, b_data.data(), b_transposed ? shape.k : shape.n,
                              b_transposed, 8};
  gemm->Sum32(shape, a_operand, b_operand, out.data());
  const int64_t expected = shape.k * a * b;
  return std::all_of(out.begin(), out.end(), [=](int32_t sum) { return sum == expected; });
}

}  // namespace

bool IsExact(Gemm* gemm) {
  for (const GemmShape& shape : kShapes) {
    for (const int orientation : {0, 1, 2, 3}) {
      const bool a = (orientation & 1) != 0;
      const bool b = (orientation & 2) != 0;
      if (!IsExactFor(gemm, shape, a, b, 127, 127)) return false;
      if (!IsExactFor(gemm, shape, a, b, -127, 127)) return false;
    }
  }
  return true;
}

}  // namespace itg
