// SPDX-License-Identifier: Apache-2.0
//
// out[n][o] = sum in[n][i] * w[o][i]
#include <dnnl.hpp>

#include "sw/float/float_layer.h"

namespace itg {
namespace {

struct Matrix {
  const float* data;
  int64_t columns;  // as stored
  bool transposed;
};

// out [m][n] = a [m][k] * b [k][n], each as it is after its transposition.
void Multiply(int64_t m, int64_t n, int64_t k, const Matrix& a, const Matrix& b, float* out) {
  dnnl::sgemm(a.transposed ? 'T' : 'N', b.transposed ? 'T' : 'N', m, n, k, 1.0F, a.data, a.columns,
              b.data, b.columns, 0.0F, out, n);
}

class Linear final : public FloatLayer {
 public:
  Linear(const Layer& layer, int64_t batch)
      : batch_(batch), in_(layer.weight[1]), out_(layer.weight[0]) {}

  void Forward(const FloatOperands& x) override {
    Multiply(batch_, out_, in_, {x.in, in_, false}, {x.weight, in_, true}, x.out);
  }

  void Backward(const FloatOperands& x) override {
    Multiply(out_, in_, batch_, {x.error, out_, true}, {x.in, in_, false}, x.gradient);
    if (x.in_error == nullptr) return;
    Multiply(batch_, in_, out_, {x.error, out_, false}, {x.weight, in_, false}, x.in_error);
  }

 private:
  int64_t batch_;
  int64_t in_;
  int64_t out_;
};

}  // namespace

std::unique_ptr<FloatLayer> MakeFloatLinear(const Layer& layer, int64_t batch) {
  return std::make_unique<Linear>(layer, batch);
}

}  // namespace itg
