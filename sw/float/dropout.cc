// SPDX-License-Identifier: Apache-2.0
//
// Dropout of the columns that the integer network drops in this step (model/ops/dropout.h), p =
// 1/2, so what stays counts twice. The identity outside of training.
#include <vector>

#include "model/arith/random.h"
#include "sw/float/float_layer.h"

namespace itg {
namespace {

class Dropout final : public FloatLayer {
 public:
  Dropout(const Layer& layer, int64_t batch)
      : batch_(batch), factors_(static_cast<size_t>(ElementCount(layer.out))) {}

  void Forward(const FloatOperands& x) override {
    for (size_t i = 0; i < factors_.size(); ++i) {
      const bool kept = !x.training || (RandomWord(x.key, i) & 1) != 0;
      factors_[i] = !kept ? 0.0F : x.training ? 2.0F : 1.0F;
    }
    Scale(x.in, x.out);
  }

  void Backward(const FloatOperands& x) override {
    if (x.in_error != nullptr) Scale(x.error, x.in_error);
  }

 private:
  void Scale(const float* from, float* to) const {
    const int64_t columns = static_cast<int64_t>(factors_.size());
    const float* const factor = factors_.data();
    for (int64_t n = 0; n < batch_; ++n) {
      for (int64_t i = 0; i < columns; ++i) to[n * columns + i] = from[n * columns + i] * factor[i];
    }
  }

  int64_t batch_;
  std::vector<float> factors_;  // of each column, in the last Forward
};

}  // namespace

std::unique_ptr<FloatLayer> MakeFloatDropout(const Layer& layer, int64_t batch) {
  return std::make_unique<Dropout>(layer, batch);
}

}  // namespace itg
