// SPDX-License-Identifier: Apache-2.0
//
// {"linear": outputs}: every output sees the whole sample, whatever its shape.
#include "sw/nn/layer_json.h"

namespace itg {

void ParseLinear(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"linear"}, {"bits"});
  const int64_t outputs = ReadOutputs(json, object, "linear");
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->Linear(outputs); });
  ReadCommon(json, object, WeightBitsKeys(), layer);
}

}  // namespace itg
