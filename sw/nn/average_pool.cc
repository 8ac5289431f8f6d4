// SPDX-License-Identifier: Apache-2.0
//
// {"average_pool": size, "stride": size, "padding": 0}; the stride left open is the size. What lies
// in the padding counts as zeros: the divisor is always the whole window.
#include "sw/nn/layer_json.h"

namespace itg {

void ParseAveragePool(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"average_pool"}, {"stride", "padding", "bits"});
  const Window window = ReadWindow(object, "average_pool", /*stride_is_kernel=*/true);
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->AveragePool(window); });
  ReadCommon(json, object, OutputBitsKeys(), layer);
}

}  // namespace itg
