// SPDX-License-Identifier: Apache-2.0
//
// max(v, 0); the error passes where the output is > 0. In place where the pass says so: each
// element is read before it is written, and nothing but the output is needed backward.
#include <algorithm>

#include "sw/float/float_layer.h"

namespace itg {
namespace {

class Relu final : public FloatLayer {
 public:
  Relu(const Layer& layer, int64_t batch) : elements_(batch * ElementCount(layer.out)) {}

  void Forward(const FloatOperands& x) override {
#pragma omp parallel for simd
    for (int64_t i = 0; i < elements_; ++i) x.out[i] = std::max(x.in[i], 0.0F);
  }

  void Backward(const FloatOperands& x) override {
    if (x.in_error == nullptr) return;
#pragma omp parallel for simd
    for (int64_t i = 0; i < elements_; ++i) x.in_error[i] = x.out[i] > 0 ? x.error[i] : 0.0F;
  }

 private:
  int64_t elements_;
};

}  // namespace

std::unique_ptr<FloatLayer> MakeFloatRelu(const Layer& layer, int64_t batch) {
  return std::make_unique<Relu>(layer, batch);
}

}  // namespace itg
