// SPDX-License-Identifier: Apache-2.0
//
// {"conv": outputs, "kernel": size, "stride": 1, "padding": 0}.
#include "sw/nn/layer_json.h"

namespace itg {

void ParseConv(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"conv", "kernel"}, {"stride", "padding", "bits"});
  const int64_t outputs = ReadOutputs(json, object, "conv");
  const Window window = ReadWindow(object, "kernel", /*stride_is_kernel=*/false);
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->Conv(outputs, window); });
  ReadCommon(json, object, WeightBitsKeys(), layer);
}

}  // namespace itg
