// SPDX-License-Identifier: Apache-2.0
#include "sw/nn/builder.h"

#include <algorithm>

#include "model/error.h"
#include "model/program/program.h"
#include "model/program/window.h"

namespace itg {
namespace {

constexpr int kMaxPoolWindow = 1 << (kIndexBits - 1);  // the index of the winner is signed

void CheckSize(const char* what, const Shape& shape) {
  int64_t elements = 1;
  for (const int64_t size : shape) {
    if (size < 1 || size > kMaxTensorElements || (elements *= size) > kMaxTensorElements) {
      throw Error(std::string(what) + " of shape " + ToString(shape) + ": expected 1.." +
                  std::to_string(kMaxTensorElements) + " elements");
    }
  }
}

}  // namespace

NetworkBuilder::NetworkBuilder(const Shape& image) {
  CheckSize("an image", image);
  network_.image = image;
}

const Shape& NetworkBuilder::ShapeOf(int64_t layer) const {
  return layer < 0 ? network_.image : network_.layers.at(static_cast<size_t>(layer)).out;
}

int64_t NetworkBuilder::LayerNamed(const std::string& name) const {
  if (name == kImagesName) return kImages;
  for (size_t i = 0; i < network_.layers.size(); ++i) {
    if (network_.layers[i].name == name) return static_cast<int64_t>(i);
  }
  throw Error("no layer \"" + name + "\" before it, expected the name of one, or \"" + kImagesName +
              "\"");
}

Layer& NetworkBuilder::Append(LayerKind kind, const char* stem, const Shape& out) {
  CheckSize("a sample's output", out);
  if (static_cast<int64_t>(network_.layers.size()) >= kMaxLayers) {
    throw Error("expected at most " + std::to_string(kMaxLayers) + " layers");
  }
  Layer layer;
  layer.kind = kind;
  layer.name = stem + std::to_string(++counts_[static_cast<size_t>(kind)]);
  layer.from = from_;
  layer.in = ShapeOf(from_);
  layer.out = out;
  network_.layers.push_back(layer);
  from_ = static_cast<int64_t>(network_.layers.size()) - 1;
  return network_.layers.back();
}

Layer& NetworkBuilder::Linear(int64_t outputs) {
  const Shape weight = {outputs, ElementCount(ShapeOf(from_))};
  CheckSize("weights", weight);
  Layer& layer = Append(LayerKind::kLinear, "fc", {outputs});
  layer.in = {weight[1]};
  layer.weight = weight;
  return layer;
}

Layer& NetworkBuilder::Conv(int64_t outputs, const Window& window) {
  const Shape out = WindowShape(window, outputs);
  const Shape weight = {outputs, window.kernel_h, window.kernel_w, ShapeOf(from_)[2]};
  CheckSize("weights", weight);
  Layer& layer = Append(LayerKind::kConv, "conv", out);
  layer.window = window;
  layer.weight = weight;
  return layer;
}

Layer& NetworkBuilder::Relu() {
  if (from_ == kImages) throw Error("expected after a layer with weights");
  return Append(LayerKind::kRelu, "relu", ShapeOf(from_));
}

Layer& NetworkBuilder::MaxPool(const Window& window) {
  if (window.kernel_h * window.kernel_w > kMaxPoolWindow) {
    throw Error("kernel " + ToString({window.kernel_h, window.kernel_w}) + ", expected at most " +
                std::to_string(kMaxPoolWindow) + " elements");
  }
  const Shape out = PooledShape(window);
  Layer& layer = Append(LayerKind::kMaxPool, "pool", out);
  layer.window = window;
  return layer;
}

Layer& NetworkBuilder::AveragePool(const Window& window) {
  const Shape out = PooledShape(window);
  Layer& layer = Append(LayerKind::kAveragePool, "average", out);
  layer.window = window;
  return layer;
}

Layer& NetworkBuilder::Dropout() {
  if (from_ == kImages) throw Error("expected after a layer with weights");
  return Append(LayerKind::kDropout, "dropout", ShapeOf(from_));
}

Layer& NetworkBuilder::Add(int64_t a, int64_t b) {
  if (a == b) throw Error("expected two tensors to add, this one is added to itself");
  if (ShapeOf(a) != ShapeOf(b)) {
    throw Error("the branches have the shapes " + ToString(ShapeOf(a)) + " and " +
                ToString(ShapeOf(b)) + ", expected the same");
  }
  from_ = a;
  Layer& layer = Append(LayerKind::kAdd, "add", ShapeOf(a));
  layer.from2 = b;
  return layer;
}

void NetworkBuilder::NeedImage() const {
  const Shape& in = ShapeOf(from_);
  if (in.size() == 3) return;
  throw Error("reads the shape " + ToString(in) + ", expected an image [height, width, channels]");
}

Shape NetworkBuilder::WindowShape(const Window& window, int64_t channels) const {
  NeedImage();
  const Shape& in = ShapeOf(from_);
  const int64_t rows = WindowsAlong(in[0], window.kernel_h, window);
  const int64_t columns = WindowsAlong(in[1], window.kernel_w, window);
  if (rows > 0 && columns > 0) return {rows, columns, channels};
  throw Error("kernel " + ToString({window.kernel_h, window.kernel_w}) + " with padding " +
              std::to_string(window.padding) + " is larger than its input " + ToString(in) +
              " [height, width, channels]");
}

// Every window of a pool holds an element of the image.
Shape NetworkBuilder::PooledShape(const Window& window) const {
  NeedImage();
  if (window.padding >= std::min(window.kernel_h, window.kernel_w)) {
    throw Error("padding " + std::to_string(window.padding) + ", expected less than the kernel " +
                ToString({window.kernel_h, window.kernel_w}));
  }
  return WindowShape(window, ShapeOf(from_)[2]);
}

}  // namespace itg
