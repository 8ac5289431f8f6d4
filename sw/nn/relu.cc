// SPDX-License-Identifier: Apache-2.0
//
// "relu", or {"relu": true, "name": "..."}.
#include "sw/nn/layer_json.h"

namespace itg {

void ParseRelu(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"relu"}, {});
  if (object.At("relu") != true) object.Refuse("relu", "true");
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->Relu(); });
  ReadCommon(json, object, {}, layer);
}

}  // namespace itg
