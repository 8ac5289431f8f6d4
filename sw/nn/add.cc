// SPDX-License-Identifier: Apache-2.0
//
// {"add": [layer, layer]}: the sum of the outputs of two layers, by their names. What "residual"
// writes for people, a converter writes with "add" and "from".
#include "model/error.h"
#include "sw/nn/layer_json.h"

namespace itg {

void ParseAdd(const LayerJson& json, NetworkBuilder* builder) {
  const JsonObject object = json.Read({"add"}, {"bits"});
  const nlohmann::json& operands = object.At("add");
  if (!operands.is_array() || operands.size() != 2 || !operands[0].is_string() ||
      !operands[1].is_string()) {
    object.Refuse("add", "the names of two layers");
  }
  Layer* layer = nullptr;
  json.At([&] {
    const int64_t a = builder->LayerNamed(operands[0].get<std::string>());
    layer = &builder->Add(a, builder->LayerNamed(operands[1].get<std::string>()));
  });
  ReadCommon(json, object, OutputBitsKeys(), layer);
}

}  // namespace itg
