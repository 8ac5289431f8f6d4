// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/float/double_network.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/arith/random.h"
#include "sw/lower/lower.h"

namespace itg {
namespace {

using Values = std::vector<double>;

double At(const Values& v, int64_t i) { return v[static_cast<size_t>(i)]; }

Values Linear(const Layer& layer, const Values& in, const Values& w) {
  Values out;
  for (int64_t o = 0; o < layer.weight[0]; ++o) {
    double sum = 0;
    for (int64_t i = 0; i < layer.weight[1]; ++i) sum += At(in, i) * At(w, o * layer.weight[1] + i);
    out.push_back(sum);
  }
  return out;
}

// Calls visit(y, x, i, j) for the positions of a window that lie in the image.
template <typename Visit>
void ForWindow(const Layer& layer, int64_t oy, int64_t ox, const Visit& visit) {
  const Window& window = layer.window;
  for (int64_t i = 0; i < window.kernel_h; ++i) {
    for (int64_t j = 0; j < window.kernel_w; ++j) {
      const int64_t y = oy * window.stride + i - window.padding;
      const int64_t x = ox * window.stride + j - window.padding;
      if (y >= 0 && y < layer.in[0] && x >= 0 && x < layer.in[1]) visit(y, x, i, j);
    }
  }
}

// One output element of a layer with a window.
double WindowValue(const Layer& layer, const Values& in, const Values& w, int64_t oy, int64_t ox,
                   int64_t o) {
  const Window& window = layer.window;
  const int64_t channels = layer.in[2];
  double sum = 0;
  double max = -std::numeric_limits<double>::infinity();
  ForWindow(layer, oy, ox, [&](int64_t y, int64_t x, int64_t i, int64_t j) {
    const int64_t pixel = (y * layer.in[1] + x) * channels;
    if (layer.kind != LayerKind::kConv) {
      sum += At(in, pixel + o);
      max = std::max(max, At(in, pixel + o));
      return;
    }
    const int64_t tap = ((o * window.kernel_h + i) * window.kernel_w + j) * channels;
    for (int64_t c = 0; c < channels; ++c) sum += At(in, pixel + c) * At(w, tap + c);
  });
  if (layer.kind == LayerKind::kMaxPool) return max;
  if (layer.kind == LayerKind::kConv) return sum;
  return sum / (window.kernel_h * window.kernel_w);
}

Values Windows(const Layer& layer, const Values& in, const Values& w) {
  Values out;
  for (int64_t oy = 0; oy < layer.out[0]; ++oy) {
    for (int64_t ox = 0; ox < layer.out[1]; ++ox) {
      for (int64_t o = 0; o < layer.out[2]; ++o)
        out.push_back(WindowValue(layer, in, w, oy, ox, o));
    }
  }
  return out;
}

Values Dropout(Values v, int64_t index, const FloatStep* training) {
  if (training == nullptr) return v;
  const uint32_t key =
      TensorKey(training->seed, training->step, TensorId(index, Role::kActivation));
  for (size_t i = 0; i < v.size(); ++i) v[i] *= 2 * (RandomWord(key, i) & 1);
  return v;
}

Values Forward(const Layer& layer, int64_t index, const Values& in, const Values& in2,
               const Values& w, const FloatStep* training) {
  Values out = in;
  switch (layer.kind) {
    case LayerKind::kLinear:
      return Linear(layer, in, w);
    case LayerKind::kConv:
    case LayerKind::kMaxPool:
    case LayerKind::kAveragePool:
      return Windows(layer, in, w);
    case LayerKind::kDropout:
      return Dropout(in, index, training);
    case LayerKind::kAdd:
      for (size_t i = 0; i < out.size(); ++i) out[i] += in2[i];
      return out;
    case LayerKind::kRelu:
      for (double& v : out) v = std::max(v, 0.0);
      return out;
  }
  return {};
}

}  // namespace

double DoubleLoss(const Network& network, const DoubleWeights& weights,
                  const std::vector<float>& images, const std::vector<int32_t>& labels,
                  const FloatStep* training) {
  const int64_t size = ElementCount(network.image);
  double loss = 0;
  for (size_t n = 0; n < labels.size(); ++n) {
    const auto first = images.begin() + static_cast<int64_t>(n) * size;
    const Values image(first, first + size);
    std::vector<Values> outputs;
    const auto tensor = [&](int64_t from) -> const Values& {
      return from < 0 ? image : outputs[static_cast<size_t>(from)];
    };
    for (size_t i = 0; i < network.layers.size(); ++i) {
      const Layer& layer = network.layers[i];
      outputs.push_back(Forward(layer, static_cast<int64_t>(i), tensor(layer.from),
                                tensor(layer.from2), weights[i], training));
    }
    double sum = 0;
    for (const double v : outputs.back()) sum += std::exp(v);
    loss += std::log(sum) - outputs.back()[static_cast<size_t>(labels[n])];
  }
  return loss / static_cast<double>(labels.size());
}

}  // namespace itg
