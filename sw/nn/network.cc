// SPDX-License-Identifier: Apache-2.0
#include "sw/nn/network.h"

#include "model/error.h"
#include "sw/config/json_object.h"

namespace itg {
namespace {

constexpr int64_t kMaxFeatures = int64_t{1} << 20;

void AddLayer(const nlohmann::json& layer, const std::string& source, const std::string& path,
              NetworkBuilder* builder) {
  if (layer == "relu") return builder->Relu();
  if (!layer.is_object()) {
    throw Error(source + ": " + path + " = " + layer.dump() +
                R"(: unknown layer (allowed: {"linear": outputs}, "relu"))");
  }
  const JsonObject object(layer, source, path, {"linear"}, {});
  builder->Linear(object.Integer("linear", 1, kMaxFeatures));
}

void CheckOrder(const Network& network, const std::string& source, int classes) {
  for (size_t i = 0; i < network.layers.size(); ++i) {
    const bool relu = network.layers[i].kind == LayerKind::kRelu;
    if (relu && (i == 0 || network.layers[i - 1].kind != LayerKind::kLinear)) {
      throw Error(source + ": network." + std::to_string(i) +
                  " = \"relu\": expected after a linear layer");
    }
  }
  const Layer& last = network.layers.back();
  if (last.kind != LayerKind::kLinear || last.outputs != classes) {
    throw Error(source + ": network: the last layer must be {\"linear\": " +
                std::to_string(classes) + "}, one output a class");
  }
}

}  // namespace

NetworkBuilder::NetworkBuilder(int64_t inputs) { network_.inputs = inputs; }

void NetworkBuilder::Linear(int64_t outputs) {
  network_.layers.push_back(
      {LayerKind::kLinear, "fc" + std::to_string(++linear_), Features(), outputs});
}

void NetworkBuilder::Relu() {
  network_.layers.push_back(
      {LayerKind::kRelu, "relu" + std::to_string(++relu_), Features(), Features()});
}

int64_t NetworkBuilder::Features() const {
  return network_.layers.empty() ? network_.inputs : network_.layers.back().outputs;
}

Network ParseNetwork(const nlohmann::json& layers, const std::string& source, int64_t inputs,
                     int classes) {
  if (!layers.is_array() || layers.empty()) {
    throw Error(source + ": network = " + layers.dump() + ": expected a list of layers");
  }
  NetworkBuilder builder(inputs);
  for (size_t i = 0; i < layers.size(); ++i) {
    AddLayer(layers[i], source, "network." + std::to_string(i), &builder);
  }
  const Network network = builder.Build();
  CheckOrder(network, source, classes);
  return network;
}

int64_t ForwardMacs(const Network& network, int64_t batch) {
  int64_t macs = 0;
  for (const Layer& layer : network.layers) {
    if (layer.kind == LayerKind::kLinear) macs += batch * layer.inputs * layer.outputs;
  }
  return macs;
}

int64_t TrainingMacs(const Network& network, int64_t batch) {
  const Layer& first = network.layers.front();
  return 3 * ForwardMacs(network, batch) - batch * first.inputs * first.outputs;
}

}  // namespace itg
