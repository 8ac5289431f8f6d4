// SPDX-License-Identifier: Apache-2.0
//
// Builds a Network layer by layer and infers the shapes. Each call adds a layer that reads the one
// before, or what From() said, and returns it so that its name and widths can be changed.
//
// Errors name shapes and sizes but no place: who calls knows which file or node it was.

#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "sw/nn/network.h"

namespace itg {

// Limits that no sensible network meets; they keep sizes far from 64 bits.
inline constexpr int64_t kMaxOutputs = int64_t{1} << 20;
inline constexpr int64_t kMaxLayers = 10000;
inline constexpr int64_t kMaxTensorElements = int64_t{1} << 31;  // of a sample, of the weights

class NetworkBuilder {
 public:
  explicit NetworkBuilder(const Shape& image);  // [height][width][channels] or [features]

  Layer& Linear(int64_t outputs);
  Layer& Conv(int64_t outputs, const Window& window);
  Layer& Relu();
  Layer& MaxPool(const Window& window);
  Layer& AveragePool(const Window& window);
  Layer& Dropout();
  // Sum of the outputs of layers `a` and `b`.
  Layer& Add(int64_t a, int64_t b);

  int64_t last() const { return from_; }              // what the next layer reads
  void From(int64_t layer) { from_ = layer; }         // kImages: the images
  const Shape& ShapeOf(int64_t layer) const;          // of one sample
  int64_t LayerNamed(const std::string& name) const;  // "input": kImages; throws Error
  void Weights(const std::string& file) { network_.weights = file; }

  // Throws Error when there is no layer, two have one name, or one but the last is read by none.
  Network Build() const;

 private:
  Layer& Append(LayerKind kind, const char* stem, const Shape& out);
  // A window over the tensor read, with `channels` output channels.
  Shape WindowShape(const Window& window, int64_t channels) const;
  Shape PooledShape(const Window& window) const;
  void NeedImage() const;

  Network network_;
  int64_t from_ = kImages;
  std::array<int, kLayerKindCount> counts_ = {};
};

}  // namespace itg
