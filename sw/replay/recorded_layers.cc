// SPDX-License-Identifier: Apache-2.0
#include "sw/replay/recorded_layers.h"

#include "model/error.h"
#include "model/program/window.h"
#include "sim/config/json_object.h"

namespace itg {
namespace {

constexpr int64_t kMaxExponent = 1000;

int Size(const JsonObject& object, const std::string& key, int64_t least) {
  return static_cast<int>(object.Integer(key, least, kMaxWindow));
}

// Entries of "weight_shape": as many as `names`, each a sensible size.
Shape WeightShape(const JsonObject& object, size_t dimensions, const std::string& names) {
  const nlohmann::json& json = object.At("weight_shape");
  Shape shape;
  bool good = json.is_array() && json.size() == dimensions;
  for (size_t d = 0; good && d < dimensions; ++d) {
    good = json[d].is_number_unsigned() && json[d] >= 1 && json[d] <= kMaxOutputs;
    if (good) shape.push_back(json[d].get<int64_t>());
  }
  if (!good) object.Refuse("weight_shape", names);
  return shape;
}

// What `layer` turned out to need must be what the recording says.
void FinishWeights(const JsonObject& object, const Layer& layer, RecordedLayer* recorded) {
  if (object.At("weight_shape").get<Shape>() != layer.weight) {
    object.Refuse("weight_shape", ToString(layer.weight) + " after the layers before");
  }
  recorded->has_weights = true;
  recorded->weight_exponent =
      static_cast<int>(object.Integer("weight_exp", -kMaxExponent, kMaxExponent));
}

void AddConv(const JsonObject& object, NetworkBuilder* builder, RecordedLayer* recorded) {
  const Shape shape = WeightShape(object, 4, "[outputs, kernel height, kernel width, channels]");
  Window window;
  window.kernel_h = static_cast<int>(shape[1]);
  window.kernel_w = static_cast<int>(shape[2]);
  window.stride = Size(object, "stride", 1);
  window.padding = Size(object, "padding", 0);
  FinishWeights(object, builder->Conv(shape[0], window), recorded);
}

void AddPool(const JsonObject& object, NetworkBuilder* builder) {
  const int kernel = Size(object, "kernel", 1);
  builder->MaxPool({kernel, kernel, Size(object, "stride", 1), 0});
}

void AddLayer(const nlohmann::json& json, const std::string& source, const std::string& path,
              NetworkBuilder* builder, RecordedLayer* recorded) {
  const auto object = [&](const std::vector<std::string>& keys) {
    return JsonObject(json, source, path, keys, {"type", "first_layer"});
  };
  const nlohmann::json type =
      json.is_object() && json.contains("type") ? json["type"] : nlohmann::json(nullptr);
  if (type == "Linear") {
    const JsonObject linear = object({"weight_exp", "weight_shape"});
    const Shape shape = WeightShape(linear, 2, "[outputs, inputs]");
    FinishWeights(linear, builder->Linear(shape[0]), recorded);
  } else if (type == "Conv2d") {
    AddConv(object({"weight_exp", "weight_shape", "stride", "padding"}), builder, recorded);
  } else if (type == "Maxpool2d") {
    AddPool(object({"kernel", "stride"}), builder);
  } else if (type == "ReLU") {
    builder->Relu();
  } else if (type != "Flat") {
    throw Error(source + ": " + path + ".type = " + type.dump() +
                ": expected Linear, Conv2d, ReLU, Maxpool2d or Flat");
  }
  recorded->layer = builder->last();
}

}  // namespace

void ParseRecordedLayers(const nlohmann::json& layers, const std::string& source,
                         NetworkBuilder* builder, std::vector<RecordedLayer>* recorded) {
  for (size_t i = 0; i < layers.size(); ++i) {
    const std::string path = "layers." + std::to_string(i);
    recorded->emplace_back();
    try {
      AddLayer(layers[i], source, path, builder, &recorded->back());
    } catch (const Error& error) {
      const std::string what = error.what();
      if (what.rfind(source, 0) == 0) throw;
      throw Error(source + ": " + path + ": " + what);
    }
  }
  if (builder->last() == kImages) throw Error(source + ": layers: expected a layer with weights");
}

}  // namespace itg
