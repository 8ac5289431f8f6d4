// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/run_options.h"

#include <algorithm>
#include <cctype>

#include "model/error.h"
#include "sw/config/override.h"

namespace itg {
namespace {

bool IsPlain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string("_-./=:,+").find(c) != std::string::npos;
}

}  // namespace

std::string Quoted(const std::string& word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), IsPlain)) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

void RunOptions::Adopt(const RunOptions& other) {
  if (!other.config.empty()) config = other.config;
  if (!other.machine.empty()) machine = other.machine;
  if (!other.hw.empty()) hw = other.hw;
  if (!other.platform.empty()) platform = other.platform;
  if (other.seed.has_value()) seed = other.seed;
  overrides.insert(overrides.end(), other.overrides.begin(), other.overrides.end());
}

std::optional<HwConfig> RunOptions::Hardware() const {
  if (hw.empty() && machine == "golden") return std::nullopt;
  return HwConfig::FromFile(hw.empty() ? "base" : hw);
}

TrainConfig RunOptions::Config(const std::optional<HwConfig>& hardware) const {
  std::vector<std::string> all = overrides;
  if (seed.has_value()) all.push_back("seed=" + std::to_string(*seed));
  return LoadTrainConfig(config, all, hardware.has_value() ? &*hardware : nullptr);
}

TrainConfig RunOptions::Config(const nlohmann::json& saved, const std::string& source,
                               const std::optional<HwConfig>& hardware) const {
  nlohmann::json json = saved;
  for (const std::string& assignment : overrides) ApplyOverride(assignment, &json);
  if (seed.has_value()) json["seed"] = *seed;
  return ParseTrainConfig(json, source, hardware.has_value() ? &*hardware : nullptr);
}

MachineOptions RunOptions::Machine(const std::optional<HwConfig>& hardware) const {
  MachineOptions options;
  options.name = machine;
  if (hardware.has_value()) options.hw = *hardware;
  if (platform.empty()) return options;
  if (machine != "systemc") throw Error("--platform needs --machine systemc");
  options.platform = PlatformOptions::FromFile(platform);
  return options;
}

std::string RunOptions::CommandLine() const {
  std::string text = config.empty() ? "" : "--config " + Quoted(config) + " ";
  text += "--machine " + machine;
  if (!hw.empty()) text += " --hw " + Quoted(hw);
  if (!platform.empty()) text += " --platform " + Quoted(platform);
  if (seed.has_value()) text += " --seed " + std::to_string(*seed);
  for (const std::string& assignment : overrides) text += " --set " + Quoted(assignment);
  return text;
}

}  // namespace itg
