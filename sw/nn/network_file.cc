// SPDX-License-Identifier: Apache-2.0
#include "sw/nn/network_file.h"

#include <filesystem>

#include "model/error.h"
#include "sw/data/embedded.h"
#include "sw/data/file.h"
#include "sw/nn/layer_json.h"

namespace itg {
namespace {

// Every layer kind: its key, how it is written, who reads it.
struct Form {
  const char* key;
  const char* text;
  void (*parse)(const LayerJson&, NetworkBuilder*);
};
constexpr Form kForms[] = {
    {"linear", R"({"linear": outputs})", ParseLinear},
    {"conv", R"({"conv": outputs, "kernel": size})", ParseConv},
    {"relu", R"("relu")", ParseRelu},
    {"max_pool", R"({"max_pool": size})", ParseMaxPool},
    {"average_pool", R"({"average_pool": size})", ParseAveragePool},
    {"dropout", R"("dropout")", ParseDropout},
    {"add", R"({"add": [layer, layer]})", ParseAdd},
    {"residual", R"({"residual": layers})", ParseResidual},
};

const Form* FindForm(const nlohmann::json& layer) {
  for (const Form& form : kForms) {
    if (layer.is_object() && layer.contains(form.key)) return &form;
  }
  return nullptr;
}

[[noreturn]] void RefuseUnknown() {
  std::string allowed;
  for (const Form& form : kForms) allowed += (allowed.empty() ? "" : ", ") + std::string(form.text);
  throw Error("unknown layer (allowed: " + allowed + ")");
}

// "from": the name of the layer to read, where it is not the one before.
void ReadFrom(const LayerJson& json, NetworkBuilder* builder) {
  json.At([&] {
    const nlohmann::json& from = json.object.at("from");
    if (!from.is_string()) throw Error("from = " + from.dump() + ": expected the name of a layer");
    builder->From(builder->LayerNamed(from.get<std::string>()));
  });
}

struct Written {
  nlohmann::json layers;
  std::string source;
  std::string path;     // of the list in its file: "network" or "layers"
  std::string weights;  // file; empty: none
};

Written ReadNetworkFile(const std::string& text, const std::string& file) {
  const nlohmann::json json = ParseJson(text, file);
  const JsonObject object(json, file, "", {"layers"}, {"about", "weights"});
  object.String("about", "");
  Written written = {object.At("layers"), file, "layers", object.String("weights", "")};
  if (!written.weights.empty()) {
    written.weights = (std::filesystem::path(file).parent_path() / written.weights).string();
  }
  return written;
}

Written Find(const nlohmann::json& network, const std::string& source) {
  if (!network.is_string()) return {network, source, "network", ""};
  const std::string name = network.get<std::string>();
  if (std::filesystem::exists(name)) return ReadNetworkFile(ReadFile(name), name);
  const std::string folder = "sw/networks/";
  std::string names;
  int count = 0;
  const EmbeddedFile* files = EmbeddedFiles(&count);
  for (int i = 0; i < count; ++i) {
    const std::string path(files[i].name);
    if (path == folder + name + ".json") return ReadNetworkFile(std::string(files[i].text), name);
    if (path.rfind(folder, 0) != 0) continue;
    names += (names.empty() ? "" : ", ") + std::filesystem::path(path).stem().string();
  }
  throw Error(source + ": network = " + network.dump() + ": no such file; shipped: " + names);
}

void CheckLast(const Network& network, const Written& written, int classes) {
  const Layer& last = network.layers.back();
  if (last.kind == LayerKind::kLinear && last.out[0] == classes) return;
  throw Error(written.source + ": " + written.path + ": the last layer must be {\"linear\": " +
              std::to_string(classes) + "}, one output a class, and gives " + ToString(last.out));
}

}  // namespace

void ParseLayers(const nlohmann::json& layers, const LayerJson& around, const std::string& path,
                 NetworkBuilder* builder) {
  if (!layers.is_array() || layers.empty()) {
    throw Error(around.source + ": " + path + " = " + layers.dump() +
                ": expected a list of layers");
  }
  for (size_t i = 0; i < layers.size(); ++i) {
    LayerJson layer = {layers[i],      layers[i],
                       around.source,  path + "." + std::to_string(i),
                       around.classes, around.depth + 1};
    if (layers[i].is_string()) layer.object = nlohmann::json::object({{layers[i], true}});
    const Form* const form = FindForm(layer.object);
    if (form == nullptr) layer.At(RefuseUnknown);
    if (layer.object.contains("from")) ReadFrom(layer, builder);
    form->parse(layer, builder);
  }
}

Network ParseNetwork(const nlohmann::json& network, const std::string& source, const Shape& image,
                     int classes) {
  const Written written = Find(network, source);
  NetworkBuilder builder(image);
  const LayerJson root = {written.layers, {}, written.source, written.path, classes, 0};
  ParseLayers(written.layers, root, written.path, &builder);
  builder.Weights(written.weights);
  Network built;
  try {
    built = builder.Build();
  } catch (const Error& error) {
    throw Error(written.source + ": " + written.path + ": " + error.what());
  }
  CheckLast(built, written, classes);
  return built;
}

nlohmann::json LayersOf(const nlohmann::json& network, const std::string& source) {
  return Find(network, source).layers;
}

}  // namespace itg
