// SPDX-License-Identifier: Apache-2.0
//
// intaglio export
#include "sw/onnx/export.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "model/error.h"
#include "sw/checkpoint/checkpoint.h"
#include "sw/cli/verbs.h"
#include "sw/data/file.h"
#include "sw/data/npz.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"

namespace itg {
namespace {

Checkpoint Load(const std::string& path) {
  return ReadCheckpoint(std::filesystem::is_directory(path) ? NewestCheckpoint(path) : path);
}

// The network of the checkpoint; the data set says how large its images are.
Network NetworkOf(const Checkpoint& checkpoint, const RunOptions& run) {
  nlohmann::json saved = checkpoint.configuration;
  const std::string source = saved.value("source", checkpoint.path);
  saved.erase("source");
  const TrainConfig config = run.Config(saved, source, std::nullopt);
  const Dataset data = LoadDataset(config.data);
  return ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes);
}

const Tensor& WeightOf(const Checkpoint& checkpoint, const Layer& layer) {
  const std::string name = BufferName(layer, Role::kWeight);
  for (const auto& [buffer, tensor] : checkpoint.weights) {
    if (buffer == name && tensor.shape() == layer.weight) return tensor;
  }
  throw Error(checkpoint.path + ": no array '" + name + "' of shape " + ToString(layer.weight));
}

// In layer order, without the masters.
std::vector<Tensor> WeightsOf(const Checkpoint& checkpoint, const Network& network) {
  std::vector<Tensor> weights;
  for (const Layer& layer : network.layers) {
    if (layer.has_weights()) weights.push_back(WeightOf(checkpoint, layer));
  }
  return weights;
}

}  // namespace

int RunExport(const ExportOptions& options) {
  if (options.onnx.empty() && options.npz.empty()) {
    throw Error("export: needs --onnx FILE or --npz FILE");
  }
  const Checkpoint checkpoint = Load(options.checkpoint);
  const Network network = NetworkOf(checkpoint, options.run);
  const std::vector<Tensor> weights = WeightsOf(checkpoint, network);
  if (!options.onnx.empty()) WriteFile(options.onnx, ExportOnnx(network, weights));
  if (!options.npz.empty()) {
    Npz npz;
    for (const auto& [name, tensor] : checkpoint.weights) npz.Add(name, tensor);
    WriteNpz(options.npz, npz);
  }
  fmt::print("{}: {} layers, {} tensors of weights exported\n", checkpoint.path,
             network.layers.size(), weights.size());
  return kExitFine;
}

}  // namespace itg
