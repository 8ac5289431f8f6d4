// SPDX-License-Identifier: Apache-2.0
//
// A network as data: its layers in topological order, each with the layers it reads. network_file.h
// reads one from JSON; sw/lower turns it into commands.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/program/command.h"
#include "model/tensor/tensor.h"
#include "sw/nn/numbers.h"

namespace itg {

enum class LayerKind : uint8_t {
  kLinear,
  kRelu,
  kConv,
  kMaxPool,
  kAveragePool,
  kDropout,
  kAdd,
};

inline constexpr int kLayerKindCount = 7;

inline constexpr int64_t kImages = -1;  // a layer that reads the images
inline constexpr const char* kImagesName = "input";
inline constexpr int64_t kNoLayer = -2;  // a layer that reads one tensor only

// What a layer has of its own; 0 or nothing: as the run. Layers that only choose or scale (ReLU,
// max-pool, dropout) have the activation and error width of the layer they read.
struct LayerBits {
  int activation = 0;  // of the layer's output
  int error = 0;       // of the error with respect to that output
  int weight = 0;
  int gradient = 0;
  std::optional<bool> master;  // 16-bit weight accumulation
};

// Shapes are those of one sample: [height][width][channels] or [features]. A linear layer reads any
// shape as [features]; nothing else reads [features] but what works element by element.
struct Layer {
  LayerKind kind = LayerKind::kLinear;
  std::string name;  // unique; "conv1": the kind and its count, unless the file names it
  int64_t from = kImages;
  int64_t from2 = kNoLayer;  // kAdd: the shortcut
  Window window;             // kConv, kMaxPool, kAveragePool
  Shape in;
  Shape out;
  Shape weight;  // [out][features] or [out][kernel_h][kernel_w][channels]; empty: no weights
  LayerBits bits;

  bool has_weights() const { return !weight.empty(); }
};

struct Network {
  Shape image;  // of a sample; [features] when every reader of the images is linear
  std::vector<Layer> layers;
  std::string weights;  // .npz file with the weights at start; empty: they are drawn
};

// The numbers of one layer: those of the run with what the layer overrides. A master weight has
// gradients of 16 bits unless their width is given.
Numbers NumbersOf(const Layer& layer, const Numbers& run);

// Per layer: whether the error of its output is worth computing, for a layer with weights is there
// or before. That of the images never is.
std::vector<bool> NeedsError(const Network& network);

// Multiplications of the three products of one training step, and of one forward pass; kernel
// positions that lie in the padding count. No error is computed for the input of the first layer.
int64_t TrainingMacs(const Network& network, int64_t batch);
int64_t ForwardMacs(const Network& network, int64_t batch);

}  // namespace itg
