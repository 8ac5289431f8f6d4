// SPDX-License-Identifier: Apache-2.0
#include "sw/train/train_config.h"

#include <algorithm>
#include <filesystem>

#include "model/arith/bits.h"
#include "model/error.h"
#include "model/program/command.h"
#include "sim/config/json_object.h"
#include "sw/config/override.h"
#include "sw/data/embedded.h"
#include "sw/data/file.h"
#include "sw/train/schedule.h"

namespace itg {
namespace {

const std::string kConfigFolder = "sw/configs/";
constexpr int64_t kMaxBatch = 65536;
constexpr int kLossGuardBits = 5;  // |G| <= 2^(B_err+4), either sign
constexpr int64_t kMaxSteps = int64_t{1} << 40;
constexpr double kLearningRate = 0.05;

Rounding ParseRounding(const JsonObject& object, const std::string& key, Rounding otherwise) {
  const std::string name = object.String(key, Name(otherwise));
  for (int mode = 0; mode < kRoundingCount; ++mode) {
    if (name == Name(static_cast<Rounding>(mode))) return static_cast<Rounding>(mode);
  }
  object.Refuse(key, "nearest, stochastic or pseudo-stochastic");
}

// Of every network: the sums of the cross-entropy must fit (NUMERICS.md section 4).
int LeastAccBits(const Numbers& numbers) {
  return std::max(kMinAccBits, numbers.error_bits + kLossGuardBits);
}

void ParseBits(const nlohmann::json& json, const std::string& source, Numbers* numbers) {
  const JsonObject bits(json, source, "bits", {},
                        {"activation", "weight", "error", "gradient", "accumulator", "master"});
  numbers->master = bits.Bool("master", false);
  if (numbers->master) numbers->gradient_bits = kMasterGradientBits;
  const auto width = [&bits](const char* key, int low, int high, int* value) {
    *value = static_cast<int>(bits.Integer(key, low, high, *value));
  };
  width("activation", kMinNarrowBits, kMaxNarrowBits, &numbers->activation_bits);
  width("weight", kMinNarrowBits, kMaxNarrowBits, &numbers->weight_bits);
  width("error", kMinNarrowBits, kMaxNarrowBits, &numbers->error_bits);
  width("gradient", kMinNarrowBits, kMaxNarrowBits, &numbers->gradient_bits);
  const int least = LeastAccBits(*numbers);
  width("accumulator", least, kMaxAccBits, &numbers->acc_bits);
  if (numbers->acc_bits >= least) return;
  throw Error(source + ": bits.accumulator = " + std::to_string(numbers->acc_bits) +
              " (not given): expected " + std::to_string(least) +
              " or more for bits.error = " + std::to_string(numbers->error_bits));
}

void ParseRoundings(const nlohmann::json& json, const std::string& source, Numbers* numbers) {
  const JsonObject modes(json, source, "rounding", {}, {"activation", "error", "gradient", "loss"});
  numbers->activation = ParseRounding(modes, "activation", numbers->activation);
  numbers->error = ParseRounding(modes, "error", numbers->error);
  numbers->gradient = ParseRounding(modes, "gradient", numbers->gradient);
  numbers->loss = ParseRounding(modes, "loss", numbers->loss);
}

bool ParseArithmetic(const JsonObject& root) {
  const std::string name = root.String("arithmetic", "integer");
  if (name != "integer" && name != "float") root.Refuse("arithmetic", "integer or float");
  return name == "float";
}

std::vector<double> LearningRate(const JsonObject& root, const std::string& source, int epochs) {
  const nlohmann::json json = root.Has("float") ? root.At("float") : nlohmann::json::object();
  const JsonObject object(json, source, "float", {}, {"learning_rate"});
  if (object.Has("learning_rate")) return ParseLearningRate(object, source, epochs);
  return std::vector<double>(static_cast<size_t>(epochs), kLearningRate);
}

// One number where the rate stays: it then holds for any number of epochs.
nlohmann::json LearningRateJson(const std::vector<double>& rates) {
  const bool same = std::all_of(rates.begin(), rates.end(),
                                [&rates](double rate) { return rate == rates.front(); });
  return same ? nlohmann::json(rates.front()) : nlohmann::json(rates);
}

void AdoptWidths(const HwConfig& hw, Numbers* numbers) {
  numbers->activation_bits = hw.activation_bits;
  numbers->weight_bits = hw.weight_bits;
  numbers->error_bits = hw.error_bits;
  numbers->gradient_bits = hw.gradient_bits;
  numbers->acc_bits = hw.acc_bits;
}

// The text of the shipped configuration `name`.
std::string Shipped(const std::string& name) {
  const std::string path = kConfigFolder + name + ".json";
  int count = 0;
  const EmbeddedFile* files = EmbeddedFiles(&count);
  for (int i = 0; i < count; ++i) {
    if (files[i].name == path) return std::string(files[i].text);
  }
  throw Error("training configuration \"" + name +
              "\": no such file; shipped: " + ShippedConfigs());
}

}  // namespace

nlohmann::json ReadTrainConfig(const std::string& file) {
  if (std::filesystem::exists(file)) return ParseJson(ReadFile(file), file);
  return ParseJson(Shipped(file), file);
}

std::string ShippedConfigs() {
  std::string names;
  int count = 0;
  const EmbeddedFile* files = EmbeddedFiles(&count);
  for (int i = 0; i < count; ++i) {
    const std::string path(files[i].name);
    if (path.rfind(kConfigFolder, 0) != 0) continue;
    names += (names.empty() ? "" : ", ") + std::filesystem::path(path).stem().string();
  }
  return names;
}

TrainConfig ParseTrainConfig(const nlohmann::json& json, const std::string& source,
                             const HwConfig* hw) {
  const JsonObject root(json, source, "", {"data", "network", "batch", "epochs", "mu"},
                        {"seed", "bits", "rounding", "fused", "checkpoint_steps", "log_steps",
                         "stats_steps", "arithmetic", "float", "source"});
  root.String("source", "");  // in what a report recorded: where it came from
  TrainConfig config;
  config.source = source;
  config.data = ParseDataConfig(root.At("data"), source);
  config.network = root.At("network");
  config.batch = root.Integer("batch", 1, kMaxBatch);
  config.seed = static_cast<uint32_t>(root.Integer("seed", 0, UINT32_MAX, 1));
  config.fused = root.Bool("fused", true);
  config.checkpoint_steps = root.Integer("checkpoint_steps", 0, kMaxSteps, 0);
  config.log_steps = root.Integer("log_steps", 0, kMaxSteps, config.log_steps);
  config.stats_steps = root.Integer("stats_steps", 0, kMaxSteps, 0);
  if (hw != nullptr) AdoptWidths(*hw, &config.numbers);
  if (root.Has("bits")) ParseBits(root.At("bits"), source, &config.numbers);
  if (root.Has("rounding")) ParseRoundings(root.At("rounding"), source, &config.numbers);
  const int epochs = static_cast<int>(root.Integer("epochs", 1, kMaxEpochs));
  config.mu = ParseMu(root, source, epochs, config.numbers.gradient_bits);
  config.is_float = ParseArithmetic(root);
  config.learning_rate = LearningRate(root, source, epochs);
  return config;
}

TrainConfig LoadTrainConfig(const std::string& file, const std::vector<std::string>& overrides,
                            const HwConfig* hw) {
  nlohmann::json json = ReadTrainConfig(file);
  for (const std::string& assignment : overrides) ApplyOverride(assignment, &json);
  return ParseTrainConfig(json, file, hw);
}

nlohmann::ordered_json ToJson(const TrainConfig& config) {
  const Numbers& numbers = config.numbers;
  nlohmann::ordered_json json;
  json["source"] = config.source;
  json["data"] = ToJson(config.data);
  json["network"] = config.network;
  json["batch"] = config.batch;
  json["epochs"] = config.epochs();
  json["mu"] = config.mu;
  json["seed"] = config.seed;
  json["bits"] = {{"activation", numbers.activation_bits}, {"weight", numbers.weight_bits},
                  {"error", numbers.error_bits},           {"gradient", numbers.gradient_bits},
                  {"accumulator", numbers.acc_bits},       {"master", numbers.master}};
  json["rounding"] = {{"activation", Name(numbers.activation)},
                      {"error", Name(numbers.error)},
                      {"gradient", Name(numbers.gradient)},
                      {"loss", Name(numbers.loss)}};
  json["fused"] = config.fused;
  json["checkpoint_steps"] = config.checkpoint_steps;
  json["log_steps"] = config.log_steps;
  json["stats_steps"] = config.stats_steps;
  json["arithmetic"] = config.is_float ? "float" : "integer";
  json["float"] = {{"learning_rate", LearningRateJson(config.learning_rate)}};
  return json;
}

}  // namespace itg
