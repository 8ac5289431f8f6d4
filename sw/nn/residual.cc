// SPDX-License-Identifier: Apache-2.0
//
// {"residual": [layers of the body], "shortcut": [layers]}: the sum of the body and the shortcut,
// both of which read what the block reads. A shortcut left open hands that on.
#include "sw/nn/layer_json.h"

namespace itg {
namespace {

constexpr int kMaxDepth = 16;

}  // namespace

void ParseResidual(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"residual"}, {"shortcut", "bits"});
  if (json.depth == kMaxDepth) object.Refuse("residual", "at most 16 blocks in each other");
  const int64_t fork = builder->last();
  if (object.At("residual").empty()) object.Refuse("residual", "at least one layer");
  ParseLayers(object.At("residual"), json, object.Path("residual"), builder);
  const int64_t body = builder->last();
  builder->From(fork);
  if (object.Has("shortcut") && !object.At("shortcut").empty()) {
    ParseLayers(object.At("shortcut"), json, object.Path("shortcut"), builder);
  }
  const int64_t shortcut = builder->last();
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->Add(body, shortcut); });
  ReadCommon(json, object, OutputBitsKeys(), layer);
}

}  // namespace itg
