// SPDX-License-Identifier: Apache-2.0
#include "sw/replay/recording.h"

#include <filesystem>

#include "model/error.h"
#include "model/program/program.h"
#include "sw/config/json_object.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"

namespace itg {
namespace {

constexpr int64_t kMost = int64_t{1} << 20;
constexpr int64_t kExponent = 1000;

void AddLinear(const nlohmann::json& json, const std::string& source, const std::string& path,
               std::vector<int>* exponents, NetworkBuilder* builder) {
  const JsonObject layer(json, source, path, {"type", "weight_exp", "weight_shape"}, {});
  const nlohmann::json& shape = layer.At("weight_shape");
  if (!shape.is_array() || shape.size() != 2 || !shape[0].is_number_unsigned()) {
    layer.Refuse("weight_shape", "[outputs, inputs]");
  }
  builder->Linear(shape[0].get<int64_t>());
  exponents->push_back(static_cast<int>(layer.Integer("weight_exp", -kExponent, kExponent)));
}

void ParseLayers(const nlohmann::json& layers, const std::string& source, Recording* recording) {
  NetworkBuilder builder(recording->network.inputs);
  for (size_t i = 0; i < layers.size(); ++i) {
    const std::string path = "layers." + std::to_string(i);
    const nlohmann::json type = layers[i].is_object() && layers[i].contains("type")
                                    ? layers[i]["type"]
                                    : nlohmann::json(nullptr);
    if (type == "Linear") {
      AddLinear(layers[i], source, path, &recording->weight_exponents, &builder);
    } else if (type == "ReLU") {
      builder.Relu();
      recording->weight_exponents.push_back(0);
    } else {
      throw Error(source + ": " + path + ".type = " + type.dump() +
                  ": replay knows Linear and ReLU layers");
    }
  }
  recording->network = builder.Build();
}

}  // namespace

Tensor Recording::Read(const std::string& name) const {
  return ReadNpy(folder + "/" + name + ".npy");
}

bool Recording::Has(const std::string& name) const {
  return std::filesystem::exists(folder + "/" + name + ".npy");
}

Recording ReadRecording(const std::string& folder) {
  const std::string source = folder + "/meta.json";
  const nlohmann::json json = ParseJson(ReadFile(source), source);
  const JsonObject meta(json, source, "", {"loss_rounding", "batch", "steps", "mu", "layers"}, {});
  Recording recording;
  recording.folder = folder;
  recording.batch = meta.Integer("batch", 1, kMost);
  recording.steps = static_cast<int>(meta.Integer("steps", 1, kMost));
  recording.loss = RoundingByName(meta.String("loss_rounding"));
  const nlohmann::json& mu = meta.At("mu");
  if (!mu.is_array() || static_cast<int>(mu.size()) != recording.steps) {
    meta.Refuse("mu", "one integer a step");
  }
  for (const nlohmann::json& entry : mu) {
    if (!entry.is_number_integer()) meta.Refuse("mu", "one integer a step");
    recording.mu.push_back(entry.get<int>());
  }
  const nlohmann::json& layers = meta.At("layers");
  if (!layers.is_array() || layers.empty()) meta.Refuse("layers", "a list of layers");
  for (const nlohmann::json& layer : layers) {  // the first weights say how many inputs there are
    if (!layer.is_object() || !layer.contains("weight_shape")) continue;
    const nlohmann::json& shape = layer.at("weight_shape");
    if (shape.is_array() && shape.size() == 2 && shape[1].is_number_unsigned()) {
      recording.network.inputs = shape[1].get<int64_t>();
    }
    break;
  }
  ParseLayers(layers, source, &recording);
  return recording;
}

}  // namespace itg
