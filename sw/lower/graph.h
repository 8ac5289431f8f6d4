// SPDX-License-Identifier: Apache-2.0
//
// Who reads which tensor, and what may be fused: facts of a network that do not change while it is
// lowered. Tensors are numbered by the layer that makes them; kImages is the input. Private to
// sw/lower.

#pragma once

#include <cstdint>
#include <vector>

#include "sw/nn/network.h"

namespace itg {

class Graph {
 public:
  // `input_error`: the error of the images is wanted although nothing is trained before them.
  Graph(const Network& network, bool fused, bool input_error);

  const Network& network() const { return network_; }
  const Layer& layer(int64_t index) const { return network_.layers[static_cast<size_t>(index)]; }
  int64_t layers() const { return static_cast<int64_t>(network_.layers.size()); }
  bool Is(int64_t index, LayerKind kind) const {  // false outside of the network
    return index >= 0 && index < layers() && layer(index).kind == kind;
  }
  const Shape& SampleShape(int64_t tensor) const {
    return tensor < 0 ? network_.image : layer(tensor).out;
  }

  // The layers that read `tensor`, in rising order.
  const std::vector<int64_t>& Readers(int64_t tensor) const {
    return readers_[static_cast<size_t>(tensor + 1)];
  }
  bool NeedsError(int64_t tensor) const { return needs_error_[static_cast<size_t>(tensor + 1)]; }

  // The ReLU that the command of layer `index` executes, and the max-pool behind that ReLU;
  // kNoLayer when there is none. Only a product pools, and only windows that do not overlap.
  int64_t FusedRelu(int64_t index) const;
  int64_t FusedPool(int64_t index) const;
  // A ReLU or max-pool that an earlier command executes forward.
  bool IsFusedForward(int64_t index) const;

  // Whether the command that completes the error of `tensor` may mask it, when a ReLU made the
  // tensor: an addition of errors may, and so may a layer that rounds the error it hands back.
  bool CanMaskError(int64_t tensor) const;
  // The backward pass of ReLU `index` is the mask of the command that completes its error.
  bool IsFusedBackward(int64_t index) const;

  // The layer whose width of activations and errors `tensor` has; kImages: that of the run.
  int64_t WidthOf(int64_t tensor) const;

 private:
  int64_t OnlyReader(int64_t tensor) const;  // kNoLayer when there are several

  const Network& network_;
  bool fused_;
  std::vector<std::vector<int64_t>> readers_;  // entry i is tensor i - 1
  std::vector<bool> needs_error_;              // entry i is tensor i - 1
};

}  // namespace itg
