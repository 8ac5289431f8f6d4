// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/space.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sim/hw/hw_config.h"
#include "sw/config/override.h"
#include "sw/data/embedded.h"
#include "sw/data/file.h"
#include "sw/report/report.h"
#include "sw/train/train_config.h"

namespace itg {
namespace {

const std::string kFolder = "sw/explore/spaces/";
constexpr const char* kEnergyTable = "sim/energy/horowitz_45nm.json";
constexpr int64_t kMostSeeds = 100;

std::string TextOf(const std::string& file) {
  if (std::filesystem::exists(file)) return ReadFile(file);
  int count = 0;
  const EmbeddedFile* files = EmbeddedFiles(&count);
  for (int i = 0; i < count; ++i) {
    if (files[i].name == kFolder + file + ".json") return std::string(files[i].text);
  }
  throw Error("--space " + file + ": no such file; shipped: " + ShippedSpaces());
}

SearchOptions ParseSearch(const nlohmann::json& json, const std::string& source) {
  SearchOptions search;
  const std::string kind = json.is_object() && json.contains("kind") && json["kind"].is_string()
                               ? json["kind"].get<std::string>()
                               : "";
  if (kind == "grid") {
    const JsonObject object(json, source, "search", {"kind"}, {});
  } else if (kind == "random") {
    search.kind = SearchKind::kRandom;
    const JsonObject object(json, source, "search", {"kind", "points"}, {"seed"});
    search.points = object.Integer("points", 1, 1000000);
    search.seed = static_cast<uint32_t>(object.Integer("seed", 0, UINT32_MAX, 1));
  } else if (kind == "pareto") {
    search.kind = SearchKind::kPareto;
    const JsonObject object(json, source, "search", {"kind", "population", "generations"},
                            {"seed"});
    search.population = static_cast<int>(object.Integer("population", 4, 10000));
    if (search.population % 2 != 0) object.Refuse("population", "an even number");
    search.generations = static_cast<int>(object.Integer("generations", 1, 10000));
    search.seed = static_cast<uint32_t>(object.Integer("seed", 0, UINT32_MAX, 1));
  } else {
    throw Error(source + ": search = " + json.dump() +
                ": expected an object with \"kind\" grid, random or pareto");
  }
  return search;
}

std::vector<uint32_t> ParseSeeds(const JsonObject& root) {
  if (!root.Has("seeds")) return {1};
  const char* const expected = "a list of 1 to 100 different numbers 0..4294967295";
  const nlohmann::json& json = root.At("seeds");
  if (!json.is_array() || json.empty() || json.size() > kMostSeeds) root.Refuse("seeds", expected);
  std::vector<uint32_t> seeds;
  for (const nlohmann::json& seed : json) {
    const bool legal = seed.is_number_integer() && seed >= 0 && seed <= UINT32_MAX;
    if (!legal) root.Refuse("seeds", expected);
    seeds.push_back(seed.get<uint32_t>());
    if (std::count(seeds.begin(), seeds.end(), seeds.back()) != 1) root.Refuse("seeds", expected);
  }
  return seeds;
}

std::vector<Objective> ParseObjectives(const JsonObject& root) {
  if (!root.Has("objectives")) {
    return {Objective::kAccuracy, Objective::kCycles, Objective::kEnergy};
  }
  std::string names;
  for (int i = 0; i < kObjectiveCount; ++i) {
    names += std::string(i == 0 ? "" : ", ") + Name(static_cast<Objective>(i));
  }
  const std::string expected = "a list of some of " + names + ", each once";
  const nlohmann::json& json = root.At("objectives");
  if (!json.is_array() || json.empty()) root.Refuse("objectives", expected);
  std::vector<Objective> objectives;
  for (const nlohmann::json& name : json) {
    int i = 0;
    while (i < kObjectiveCount && name != Name(static_cast<Objective>(i))) ++i;
    if (i == kObjectiveCount) root.Refuse("objectives", expected);
    objectives.push_back(static_cast<Objective>(i));
    if (std::count(objectives.begin(), objectives.end(), objectives.back()) != 1) {
      root.Refuse("objectives", expected);
    }
  }
  return objectives;
}

// The base: a name or a file, or the configuration itself.
void ParseBase(const JsonObject& root, Space* space) {
  const nlohmann::json& config = root.At("config");
  const nlohmann::json& hardware = root.At("hw");
  if (!config.is_string() && !config.is_object()) root.Refuse("config", "a name or an object");
  if (!hardware.is_string() && !hardware.is_object()) root.Refuse("hw", "a name or an object");
  space->config =
      config.is_string() ? ReadTrainConfig(root.Text("config")) : nlohmann::json(config);
  space->hardware = hardware;
  if (hardware.is_string()) {
    const HwConfig hw = HwConfig::FromFile(root.Text("hw"));
    if (!hw.blocks.empty()) root.Refuse("hw", "no blocks of your own: their cycles are not known");
    space->hardware = HardwareJson(hw);
    space->hardware.erase("blocks");
  } else if (hardware.contains("blocks")) {
    root.Refuse("hw", "no blocks of your own: their cycles are not known");
  }
}

EnergySource ParseEnergy(const std::string& text, const std::string& file) {
  return {ParseJson(text, file), EnergyTable::FromJson(text, file)};
}

// A file or a list of files: a table that was measured on gates is for one set of widths alone.
std::vector<EnergySource> ParseEnergies(const JsonObject& root) {
  if (!root.Has("energy")) return {ParseEnergy(std::string(Embedded(kEnergyTable)), kEnergyTable)};
  const nlohmann::json& json = root.At("energy");
  const nlohmann::json files = json.is_array() ? json : nlohmann::json::array({json});
  if (files.empty()) root.Refuse("energy", "a file or a list of files");
  std::vector<EnergySource> energy;
  for (const nlohmann::json& file : files) {
    if (!file.is_string() || file.get_ref<const std::string&>().empty()) {
      root.Refuse("energy", "a file or a list of files");
    }
    energy.push_back(ParseEnergy(ReadFile(file), file));
  }
  return energy;
}

void Set(const std::string& assignment, const std::string& where, Space* space) {
  const size_t dot = assignment.find('.');
  const std::string target = assignment.substr(0, dot);
  if (dot == std::string::npos || (target != "train" && target != "hw")) {
    throw Error(where + " " + assignment + ": expected train.KEY=VALUE or hw.KEY=VALUE");
  }
  ApplyOverride(assignment.substr(dot + 1), target == "hw" ? &space->hardware : &space->config);
}

void SetBase(const JsonObject& root, const std::vector<std::string>& sets, Space* space) {
  if (root.Has("set")) {
    const nlohmann::json& json = root.At("set");
    if (!json.is_object()) root.Refuse("set", "an object of train.KEY and hw.KEY");
    for (const auto& item : json.items()) {
      Set(item.key() + "=" + item.value().dump(), space->source + ": set:", space);
    }
  }
  for (const std::string& assignment : sets) Set(assignment, "--set", space);
}

void ParseMeasures(const JsonObject& root, Space* space) {
  if (root.Has("target_accuracy")) space->target_accuracy = root.Number("target_accuracy", 0, 100);
  if (root.Has("clock_mhz")) space->clock_mhz = root.Number("clock_mhz", 0.001, 100000);
  space->confirm = root.Integer("confirm", 0, 10000, 0);
  space->confirm_steps = root.Integer("confirm_steps", 1, 100000, 2);
  space->range_steps = root.Integer("range_steps", 0, 1000, 2);
  space->objectives = ParseObjectives(root);
  for (const Objective objective : space->objectives) {
    const bool needs =
        objective == Objective::kTimeToTarget || objective == Objective::kEnergyToTarget;
    if (needs && !space->target_accuracy) {
      root.Refuse("objectives", std::string("target_accuracy as well, for ") + Name(objective));
    }
  }
}

}  // namespace

const char* Name(Objective objective) {
  constexpr const char* kNames[] = {"accuracy", "cycles",         "energy",
                                    "area",     "time_to_target", "energy_to_target"};
  return kNames[static_cast<int>(objective)];
}

std::string ShippedSpaces() {
  std::string names;
  int count = 0;
  const EmbeddedFile* files = EmbeddedFiles(&count);
  for (int i = 0; i < count; ++i) {
    const std::string path(files[i].name);
    if (path.rfind(kFolder, 0) != 0) continue;
    names += (names.empty() ? "" : ", ") + std::filesystem::path(path).stem().string();
  }
  return names;
}

Space ReadSpace(const std::string& file, const std::vector<std::string>& sets) {
  Space space;
  space.source = file;
  space.text = TextOf(file);
  const nlohmann::json json = ParseJson(space.text, file);
  const JsonObject root(
      json, file, "", {"config", "hw", "axes"},
      {"name", "about", "set", "seeds", "search", "objectives", "energy", "target_accuracy",
       "clock_mhz", "confirm", "confirm_steps", "range_steps"});
  space.name = root.String("name", std::filesystem::path(file).stem().string());
  root.String("about", "");
  ParseBase(root, &space);
  space.energy = ParseEnergies(root);
  SetBase(root, sets, &space);
  space.axes = ParseAxes(root.At("axes"), file);
  space.seeds = ParseSeeds(root);
  space.search =
      ParseSearch(root.Has("search") ? root.At("search") : nlohmann::json{{"kind", "grid"}}, file);
  ParseMeasures(root, &space);
  const int64_t points = PointsOf(space.axes, file);
  if (space.search.points > points) {
    throw Error(file + ": search.points = " + std::to_string(space.search.points) +
                ": expected at most " + std::to_string(points) + ", the points of the space");
  }
  return space;
}

}  // namespace itg
