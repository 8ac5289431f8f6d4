// SPDX-License-Identifier: Apache-2.0
//
// ReLU, forward and backward.

#include "model/ops/relu.h"

#include <type_traits>

namespace itg {

void Relu(const Tensor& in, Tensor* out, Tensor* mask) {
  assert(in.size() == out->size() && in.size() == mask->size() && in.type() == out->type());
  const int64_t size = in.size();  // a local: stores of int8 may alias any member
  int8_t* positive = mask->data<int8_t>();
  VisitElements(in, [=](const auto* v) {
    using Element = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    Element* result = out->data<Element>();
    for (int64_t i = 0; i < size; ++i) {
      const Element x = v[i];
      result[i] = x > 0 ? x : Element{0};
      positive[i] = x > 0 ? 1 : 0;
    }
  });
  out->set_exponent(in.exponent());
}

void ReluBackward(const Tensor& error, const Tensor& mask, Tensor* out) {
  assert(error.size() == out->size() && error.size() == mask.size() && error.type() == out->type());
  const int64_t size = error.size();
  const int8_t* positive = mask.data<int8_t>();
  VisitElements(error, [=](const auto* v) {
    using Element = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    Element* result = out->data<Element>();
    for (int64_t i = 0; i < size; ++i) {
      const Element x = v[i];
      result[i] = positive[i] != 0 ? x : Element{0};
    }
  });
  out->set_exponent(error.exponent());
}

}  // namespace itg
