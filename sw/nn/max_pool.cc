// SPDX-License-Identifier: Apache-2.0
//
// {"max_pool": size, "stride": size, "padding": 0}; the stride left open is the size.
#include "sw/nn/layer_json.h"

namespace itg {

void ParseMaxPool(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"max_pool"}, {"stride", "padding"});
  const Window window = ReadWindow(object, "max_pool", /*stride_is_kernel=*/true);
  Layer* layer = nullptr;
  json.At([&] { layer = &builder->MaxPool(window); });
  ReadCommon(json, object, {}, layer);
}

}  // namespace itg
