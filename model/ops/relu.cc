// SPDX-License-Identifier: Apache-2.0
//
// ReLU, forward and backward.

#include "model/ops/relu.h"

#include <algorithm>
#include <type_traits>

#include "model/ops/parallel.h"

namespace itg {
namespace {

// `result` may be `v`.
template <typename T>
void Pass(const T* v, int64_t count, T* result, int8_t* positive) {
  for (int64_t i = 0; i < count; ++i) {
    const T x = v[i];
    result[i] = x > 0 ? x : T{0};
    positive[i] = x > 0 ? 1 : 0;
  }
}

template <typename T>
void PassMasked(const T* v, const int8_t* positive, int64_t count, T* result) {
  for (int64_t i = 0; i < count; ++i) {
    const T x = v[i];
    result[i] = positive[i] != 0 ? x : T{0};
  }
}

template <typename Visitor>
void ByBlock(int64_t size, Visitor&& visit) {
  const int64_t blocks = BlockCount(size);
#pragma omp parallel for schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    visit(part.first, part.count);
  }
}

}  // namespace

void Relu(const Tensor& in, Tensor* out, Tensor* mask) {
  assert(in.size() == out->size() && in.size() == mask->size() && in.type() == out->type());
  int8_t* positive = mask->data<int8_t>();
  VisitElements(in, [&](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    T* result = out->data<T>();
    ByBlock(in.size(), [=](int64_t first, int64_t count) {
      Pass(v + first, count, result + first, positive + first);
    });
  });
  out->set_exponent(in.exponent());
}

void ReluBackward(const Tensor& error, const Tensor& mask, Tensor* out) {
  assert(error.size() == out->size() && error.size() == mask.size() && error.type() == out->type());
  const int8_t* positive = mask.data<int8_t>();
  VisitElements(error, [&](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    T* result = out->data<T>();
    ByBlock(error.size(), [=](int64_t first, int64_t count) {
      PassMasked(v + first, positive + first, count, result + first);
    });
  });
  out->set_exponent(error.exponent());
}

void ReluPart(Tensor* values, int64_t first, int64_t count, Tensor* mask) {
  VisitElements(*values, [=](auto* v) {
    using T = std::remove_reference_t<decltype(*v)>;
    if (mask != nullptr) return Pass(v + first, count, v + first, mask->data<int8_t>() + first);
    for (int64_t i = first; i < first + count; ++i) v[i] = std::max(v[i], T{0});
  });
}

void ReluBackwardPart(const Tensor& mask, int64_t first, int64_t count, Tensor* errors) {
  const int8_t* positive = mask.data<int8_t>() + first;
  VisitElements(*errors, [=](auto* v) { PassMasked(v + first, positive, count, v + first); });
}

}  // namespace itg
