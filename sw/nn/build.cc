// SPDX-License-Identifier: Apache-2.0
//
// What is checked of a network as a whole, once all of its layers are there.
#include <algorithm>
#include <set>

#include "model/error.h"
#include "sw/nn/builder.h"

namespace itg {
namespace {

bool IsName(const std::string& name) {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

// Every layer but the last has a reader.
void CheckRead(const std::vector<Layer>& layers) {
  std::vector<bool> read(layers.size(), false);
  read.back() = true;
  for (const Layer& layer : layers) {
    for (const int64_t from : {layer.from, layer.from2}) {
      if (from >= 0) read[static_cast<size_t>(from)] = true;
    }
  }
  for (size_t i = 0; i < layers.size(); ++i) {
    if (!read[i]) throw Error("no layer reads " + layers[i].name + ", expected one behind it");
  }
}

// The images are read by linear layers alone.
bool OnlyLinearReads(const Network& network) {
  return std::all_of(network.layers.begin(), network.layers.end(), [](const Layer& layer) {
    const bool reads = layer.from == kImages || layer.from2 == kImages;
    return !reads || layer.kind == LayerKind::kLinear;
  });
}

}  // namespace

Network NetworkBuilder::Build() const {
  if (network_.layers.empty()) throw Error("expected at least one layer");
  std::set<std::string> names = {kImagesName, "labels", "loss"};
  for (const Layer& layer : network_.layers) {
    if (!IsName(layer.name)) {
      throw Error("layer name \"" + layer.name + "\": expected letters, digits, _ and -");
    }
    if (!names.insert(layer.name).second) {
      throw Error("layer name \"" + layer.name + "\": expected a name that is not taken");
    }
  }
  CheckRead(network_.layers);
  Network network = network_;
  if (OnlyLinearReads(network)) network.image = {ElementCount(network.image)};
  return network;
}

}  // namespace itg
