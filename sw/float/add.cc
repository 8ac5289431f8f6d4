// SPDX-License-Identifier: Apache-2.0
//
// Residual addition; its error is that of both operands.
#include <algorithm>

#include "sw/float/float_layer.h"

namespace itg {
namespace {

class Add final : public FloatLayer {
 public:
  Add(const Layer& layer, int64_t batch) : elements_(batch * ElementCount(layer.out)) {}

  void Forward(const FloatOperands& x) override {
#pragma omp parallel for simd
    for (int64_t i = 0; i < elements_; ++i) x.out[i] = x.in[i] + x.in2[i];
  }

  void Backward(const FloatOperands& x) override {
    if (x.in_error != nullptr) std::copy_n(x.error, elements_, x.in_error);
  }

 private:
  int64_t elements_;
};

}  // namespace

std::unique_ptr<FloatLayer> MakeFloatAdd(const Layer& layer, int64_t batch) {
  return std::make_unique<Add>(layer, batch);
}

}  // namespace itg
