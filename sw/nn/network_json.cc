// SPDX-License-Identifier: Apache-2.0
#include "sw/nn/network_json.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

std::string NameOf(const Network& network, int64_t layer) {
  return layer < 0 ? kImagesName : network.layers[static_cast<size_t>(layer)].name;
}

void AddWindow(const Window& window, const char* kernel, Json* json) {
  (*json)[kernel] = window.kernel_h == window.kernel_w ? Json(window.kernel_h)
                                                       : Json({window.kernel_h, window.kernel_w});
  (*json)["stride"] = window.stride;
  (*json)["padding"] = window.padding;
}

// The layer without what all kinds have.
Json KindToJson(const Network& network, const Layer& layer) {
  Json json = Json::object();
  switch (layer.kind) {
    case LayerKind::kLinear:
      json["linear"] = layer.out[0];
      break;
    case LayerKind::kConv:
      json["conv"] = layer.out[2];
      AddWindow(layer.window, "kernel", &json);
      break;
    case LayerKind::kMaxPool:
      AddWindow(layer.window, "max_pool", &json);
      break;
    case LayerKind::kAveragePool:
      AddWindow(layer.window, "average_pool", &json);
      break;
    case LayerKind::kRelu:
      json["relu"] = true;
      break;
    case LayerKind::kDropout:
      json["dropout"] = true;
      break;
    case LayerKind::kAdd:
      json["add"] = {NameOf(network, layer.from), NameOf(network, layer.from2)};
      break;
  }
  return json;
}

Json BitsToJson(const LayerBits& bits) {
  Json json = Json::object();
  const auto add = [&json](const char* key, int width) {
    if (width != 0) json[key] = width;
  };
  add("activation", bits.activation);
  add("error", bits.error);
  add("weight", bits.weight);
  add("gradient", bits.gradient);
  if (bits.master.has_value()) json["master"] = *bits.master;
  return json;
}

}  // namespace

nlohmann::ordered_json LayersToJson(const Network& network) {
  Json layers = Json::array();
  for (size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    Json json = KindToJson(network, layer);
    json["name"] = layer.name;
    const bool follows = layer.from == static_cast<int64_t>(i) - 1;
    if (!follows && layer.kind != LayerKind::kAdd) json["from"] = NameOf(network, layer.from);
    const Json bits = BitsToJson(layer.bits);
    if (!bits.empty()) json["bits"] = bits;
    layers.push_back(json);
  }
  return layers;
}

}  // namespace itg
