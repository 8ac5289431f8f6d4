// SPDX-License-Identifier: Apache-2.0
//
// intaglio import
#include "sw/onnx/import.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "model/arith/bits.h"
#include "sw/cli/verbs.h"
#include "sw/data/file.h"
#include "sw/nn/network_json.h"

namespace itg {
namespace {

// A layer a line, as people write it.
std::string NetworkText(const ImportedNetwork& imported, const std::string& about,
                        const std::string& weights) {
  std::string layers;
  for (const nlohmann::ordered_json& layer : LayersToJson(imported.network)) {
    layers += (layers.empty() ? "    " : ",\n    ") + layer.dump();
  }
  return "{\n  \"about\": " + nlohmann::json(about).dump() +
         ",\n  \"weights\": " + nlohmann::json(weights).dump() + ",\n  \"layers\": [\n" + layers +
         "\n  ]\n}\n";
}

}  // namespace

int RunImport(const ImportOptions& options) {
  const ImportedNetwork imported = ImportOnnx(ReadFile(options.model), options.model);
  std::filesystem::path weights = options.out;
  weights.replace_extension(".npz");
  const std::string about =
      "imported from " + std::filesystem::path(options.model).filename().string();
  WriteNpz(weights.string(), QuantisedWeights(imported, options.bits));
  WriteFile(options.out, NetworkText(imported, about, weights.filename().string()));
  fmt::print("{}: {} layers, weights of {} bits in {}\n", options.out,
             imported.network.layers.size(), options.bits, weights.string());
  return kExitFine;
}

}  // namespace itg
