// SPDX-License-Identifier: Apache-2.0
#include "sw/float/float_operands.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace itg {

// out[r][c] = sum over k of a(r, k) * b(k, c)
struct FloatOperandSampler::Product {
  int64_t rows = 0, cols = 0, terms = 0;
  std::function<float(int64_t, int64_t)> a, b;

  uint64_t macs() const { return static_cast<uint64_t>(rows * cols * terms); }
};

namespace {

using Product = FloatOperandSampler::Product;

constexpr int64_t kStreams = 64;
constexpr size_t kCycles = 1024;    // of a stream
constexpr int64_t kLeastTerms = 4;  // of a sum

uint32_t BitsOf(float value) {
  uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// A layer with weights as a convolution; a linear one has one position and a kernel of 1 x 1.
struct Geometry {
  Geometry(const Layer& layer, int64_t samples) : batch(samples) {
    out_c = layer.weight[0];
    if (layer.kind == LayerKind::kLinear) {
      in_c = layer.weight[1];
      return;
    }
    kernel_h = layer.weight[1], kernel_w = layer.weight[2], in_c = layer.weight[3];
    in_h = layer.in[0], in_w = layer.in[1], out_h = layer.out[0], out_w = layer.out[1];
    window = layer.window;
  }

  // The place in the input of output position (y, x) under a place of the kernel; -1: padding.
  int64_t Input(int64_t position, int64_t tap) const {
    const int64_t n = position / (out_h * out_w);
    const int64_t c = tap % in_c, kx = tap / in_c % kernel_w, ky = tap / in_c / kernel_w;
    const int64_t y = position / out_w % out_h * window.stride + ky - window.padding;
    const int64_t x = position % out_w * window.stride + kx - window.padding;
    if (y < 0 || y >= in_h || x < 0 || x >= in_w) return -1;
    return ((n * in_h + y) * in_w + x) * in_c + c;
  }

  // The place in the output whose kernel place `tap` (of out_c channels) lies on input `position`.
  int64_t Output(int64_t position, int64_t tap) const {
    const int64_t n = position / (in_h * in_w);
    const int64_t c = tap % out_c, kx = tap / out_c % kernel_w, ky = tap / out_c / kernel_w;
    const int64_t y = position / in_w % in_h + window.padding - ky;
    const int64_t x = position % in_w + window.padding - kx;
    if (y < 0 || x < 0 || y % window.stride != 0 || x % window.stride != 0) return -1;
    if (y / window.stride >= out_h || x / window.stride >= out_w) return -1;
    return ((n * out_h + y / window.stride) * out_w + x / window.stride) * out_c + c;
  }

  int64_t taps() const { return kernel_h * kernel_w; }
  int64_t outputs() const { return batch * out_h * out_w; }
  int64_t inputs() const { return batch * in_h * in_w; }

  int64_t batch;
  int64_t in_h = 1, in_w = 1, in_c = 1, out_h = 1, out_w = 1, out_c = 1;
  int64_t kernel_h = 1, kernel_w = 1;
  Window window;
};

float At(const float* data, int64_t place) { return place < 0 ? 0.0F : data[place]; }

Product ForwardOf(const Geometry& g, const FloatOperands& x) {
  const int64_t terms = g.taps() * g.in_c;
  return {g.outputs(), g.out_c, terms,
          [=](int64_t r, int64_t k) { return At(x.in, g.Input(r, k)); },
          [=](int64_t k, int64_t c) { return x.weight[c * terms + k]; }};
}

Product ErrorOf(const Geometry& g, const FloatOperands& x) {
  return {g.inputs(), g.in_c, g.taps() * g.out_c,
          [=](int64_t r, int64_t k) { return At(x.error, g.Output(r, k)); },
          [=](int64_t k, int64_t c) {
            return x.weight[(k % g.out_c * g.taps() + k / g.out_c) * g.in_c + c];
          }};
}

Product GradientOf(const Geometry& g, const FloatOperands& x) {
  return {g.out_c, g.taps() * g.in_c, g.outputs(),
          [=](int64_t r, int64_t k) { return x.error[k * g.out_c + r]; },
          [=](int64_t k, int64_t c) { return At(x.in, g.Input(k, c)); }};
}

std::array<std::vector<Product>, kPhaseCount> Products(const Network& network, FloatPass* pass,
                                                       const FloatWeights& weights) {
  const std::vector<bool> needs_error = NeedsError(network);
  std::array<std::vector<Product>, kPhaseCount> products;
  const auto add = [&](Phase phase, const Product& product) {
    if (product.terms >= kLeastTerms) products[static_cast<size_t>(phase)].push_back(product);
  };
  for (size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    if (!layer.has_weights()) continue;
    const Geometry geometry(layer, pass->batch());
    const FloatOperands operands = pass->Operands(static_cast<int64_t>(i), weights);
    add(Phase::kForward, ForwardOf(geometry, operands));
    add(Phase::kGradient, GradientOf(geometry, operands));
    if (layer.from >= 0 && needs_error[static_cast<size_t>(layer.from)]) {
      add(Phase::kError, ErrorOf(geometry, operands));
    }
  }
  return products;
}

Fp32Cycle CycleOf(const Product& product, int64_t row, int64_t col, int64_t k) {
  Fp32Cycle cycle;
  cycle.first = k == 0;
  cycle.last = k + 1 == product.terms;
  for (int64_t j = 0; j < kFp32Side; ++j) {
    const size_t at = static_cast<size_t>(j);
    if (row + j < product.rows) cycle.a[at] = BitsOf(product.a(row + j, k));
    if (col + j < product.cols) cycle.b[at] = BitsOf(product.b(k, col + j));
  }
  return cycle;
}

}  // namespace

uint64_t FloatOperandSampler::Draw(uint64_t below) {
  random_ = random_ * 6364136223846793005u + 1442695040888963407u;
  return (random_ >> 20) % below;
}

Fp32Stream FloatOperandSampler::DrawStream(const std::vector<Product>& products, uint64_t macs) {
  const auto start = [this](int64_t size) {
    return static_cast<int64_t>(Draw(static_cast<uint64_t>(std::max<int64_t>(1, size - 1))));
  };
  Fp32Stream stream;
  while (stream.size() < kCycles) {
    uint64_t place = Draw(macs);
    const Product* product = products.data();
    while (place >= product->macs()) place -= (product++)->macs();
    const int64_t row = start(product->rows), col = start(product->cols);
    for (int64_t k = 0; k < product->terms; ++k) {
      stream.push_back(CycleOf(*product, row, col, k));
    }
  }
  stream.resize(kCycles);
  return stream;
}

void FloatOperandSampler::Take(const Network& network, FloatPass* pass,
                               const FloatWeights& weights) {
  const int64_t begin = kStreams * step_ / steps_, end = kStreams * (step_ + 1) / steps_;
  ++step_;
  const auto products = Products(network, pass, weights);
  for (size_t phase = 0; phase < products.size(); ++phase) {
    uint64_t macs = 0;
    for (const Product& product : products[phase]) macs += product.macs();
    for (int64_t i = begin; i < end && macs != 0; ++i) {
      streams_[phase].push_back(DrawStream(products[phase], macs));
    }
  }
}

}  // namespace itg
