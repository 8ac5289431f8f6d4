// SPDX-License-Identifier: Apache-2.0
//
// intaglio import
#include "sw/onnx/import.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "model/arith/bits.h"
#include "sw/cli/cli.h"
#include "sw/data/file.h"
#include "sw/nn/network_json.h"

namespace itg {
namespace {

struct ImportOptions {
  std::string model;
  std::string out;
  int bits = 8;
};

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

}  // namespace

void AddImport(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("import", "Make a network and its weights at start of an ONNX model");
  const auto options = std::make_shared<ImportOptions>();
  verb->add_option("model", options->model, "ONNX file")->required();
  verb->add_option("--out", options->out, "Network file; its weights go beside it, as .npz")
      ->required();
  verb->add_option("--bits", options->bits, "Width of the weights, as the training will have it")
      ->check(CLI::Range(kMinNarrowBits, kMaxNarrowBits))
      ->capture_default_str();
  verb->callback([options, chosen] { *chosen = [options] { return RunImport(*options); }; });
}

}  // namespace itg
