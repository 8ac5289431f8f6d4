// SPDX-License-Identifier: Apache-2.0
//
// Dropout.

#include "model/ops/dropout.h"

#include <type_traits>
#include <vector>

#include "model/arith/random.h"

namespace itg {

void Dropout(const Tensor& in, uint32_t key, Tensor* out) {
  assert(in.size() == out->size() && in.type() == out->type());
  const int64_t samples = in.shape()[0];
  const int64_t columns = in.size() / samples;
  std::vector<uint8_t> kept(static_cast<size_t>(columns));
  for (int64_t i = 0; i < columns; ++i) {
    kept[static_cast<size_t>(i)] = RandomWord(key, static_cast<uint64_t>(i)) & 1;
  }
  const uint8_t* keep = kept.data();
  VisitElements(in, [=](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    T* result = out->data<T>();
    for (int64_t n = 0; n < samples; ++n) {
      for (int64_t i = 0; i < columns; ++i) {
        result[n * columns + i] = keep[i] != 0 ? v[n * columns + i] : T{0};
      }
    }
  });
  out->set_exponent(in.exponent() + 1);
}

}  // namespace itg
