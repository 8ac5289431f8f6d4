// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/graph.h"

#include "model/program/window.h"

namespace itg {
namespace {

bool CanFuse(const Window& pool) { return pool.padding == 0 && !Overlap(pool); }

}  // namespace

Graph::Graph(const Network& network, bool fused, bool input_error)
    : network_(network), fused_(fused), readers_(network.layers.size() + 1) {
  for (int64_t index = 0; index < layers(); ++index) {
    readers_[static_cast<size_t>(layer(index).from + 1)].push_back(index);
    if (layer(index).from2 == kNoLayer) continue;
    readers_[static_cast<size_t>(layer(index).from2 + 1)].push_back(index);
  }
  // Asked for the images' error, every tensor has one.
  needs_error_ = itg::NeedsError(network);
  needs_error_.insert(needs_error_.begin(), false);
  if (input_error) needs_error_.assign(needs_error_.size(), true);
}

int64_t Graph::OnlyReader(int64_t tensor) const {
  return Readers(tensor).size() == 1 ? Readers(tensor)[0] : kNoLayer;
}

int64_t Graph::FusedRelu(int64_t index) const {
  const int64_t reader = OnlyReader(index);
  const bool rounds = layer(index).has_weights() || Is(index, LayerKind::kAdd);
  return fused_ && rounds && Is(reader, LayerKind::kRelu) ? reader : kNoLayer;
}

int64_t Graph::FusedPool(int64_t index) const {
  const int64_t relu = FusedRelu(index);
  if (relu == kNoLayer || !layer(index).has_weights()) return kNoLayer;
  const int64_t reader = OnlyReader(relu);
  return Is(reader, LayerKind::kMaxPool) && CanFuse(layer(reader).window) ? reader : kNoLayer;
}

bool Graph::IsFusedForward(int64_t index) const {
  const int64_t from = layer(index).from;
  if (from < 0) return false;
  return FusedRelu(from) == index ||
         (layer(from).from >= 0 && FusedPool(layer(from).from) == index);
}

bool Graph::CanMaskError(int64_t tensor) const {
  if (!fused_) return false;
  const int64_t reader = OnlyReader(tensor);
  if (reader == kNoLayer) return Readers(tensor).size() > 1;
  return layer(reader).has_weights() || Is(reader, LayerKind::kMaxPool) ||
         Is(reader, LayerKind::kAveragePool);
}

bool Graph::IsFusedBackward(int64_t index) const {
  return Is(index, LayerKind::kRelu) && CanMaskError(index) &&
         OnlyReader(layer(index).from) == index;
}

int64_t Graph::WidthOf(int64_t tensor) const {
  while (Is(tensor, LayerKind::kRelu) || Is(tensor, LayerKind::kMaxPool) ||
         Is(tensor, LayerKind::kDropout)) {
    tensor = layer(tensor).from;
  }
  return tensor;
}

}  // namespace itg
