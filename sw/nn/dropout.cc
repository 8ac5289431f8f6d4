// SPDX-License-Identifier: Apache-2.0
//
// "dropout", or {"dropout": true, "name": "..."}: drops features with probability 1/2.
#include "sw/nn/layer_json.h"

namespace itg {

void ParseDropout(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"dropout"}, {});
  if (object.At("dropout") != true) object.Refuse("dropout", "true");
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->Dropout(); });
  ReadCommon(json, object, {}, layer);
}

}  // namespace itg
