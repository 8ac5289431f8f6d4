// SPDX-License-Identifier: Apache-2.0
//
// Residual add.

#include "model/ops/add.h"

#include <algorithm>

#include "model/ops/parallel.h"

namespace itg {
namespace {

// Nearest; |v| < 2^15 and half <= 2^30.
int32_t Align(int32_t v, int shift, int32_t half) {
  const int32_t magnitude = ((v < 0 ? -v : v) + half) >> shift;
  return v < 0 ? -magnitude : magnitude;
}

int32_t HalfOf(int shift) { return shift == 0 ? 0 : int32_t{1} << (shift - 1); }

template <typename A, typename B, typename Acc>
void AddAll(const A* a, int a_shift, const B* b, int b_shift, int64_t size, Acc* acc) {
  const int32_t a_half = HalfOf(a_shift);
  const int32_t b_half = HalfOf(b_shift);
  const int64_t blocks = BlockCount(size);
#pragma omp parallel for schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    for (int64_t i = part.first; i < part.first + part.count; ++i) {
      acc[i] = Align(a[i], a_shift, a_half) + Align(b[i], b_shift, b_half);
    }
  }
}

template <typename A, typename B>
void AddTo(const A* a, int a_shift, const B* b, int b_shift, Tensor* acc) {
  if (acc->type() == ElementType::kInt32) {
    AddAll(a, a_shift, b, b_shift, acc->size(), acc->data<int32_t>());
  } else {
    AddAll(a, a_shift, b, b_shift, acc->size(), acc->data<int64_t>());
  }
}

template <typename A>
void AddTo(const A* a, int a_shift, const Tensor& b, int b_shift, Tensor* acc) {
  if (b.type() == ElementType::kInt8) {
    AddTo(a, a_shift, b.data<int8_t>(), b_shift, acc);
  } else {
    AddTo(a, a_shift, b.data<int16_t>(), b_shift, acc);
  }
}

}  // namespace

void Add(const Tensor& a, const Tensor& b, Tensor* acc) {
  assert(a.size() == b.size() && a.size() == acc->size());
  const int exponent = std::max(a.exponent(), b.exponent());
  const auto shift = [exponent](const Tensor& operand) {
    return static_cast<int>(
        std::min<int64_t>(int64_t{exponent} - operand.exponent(), kMaxAlignment));
  };
  if (a.type() == ElementType::kInt8) {
    AddTo(a.data<int8_t>(), shift(a), b, shift(b), acc);
  } else {
    AddTo(a.data<int16_t>(), shift(a), b, shift(b), acc);
  }
  acc->set_exponent(exponent);
}

}  // namespace itg
