// SPDX-License-Identifier: Apache-2.0
//
// A design space: a training configuration, a hardware configuration, the axes along which they
// vary, and how it is searched. A JSON file; docs/explore.md lists the keys.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sim/energy/energy.h"
#include "sw/explore/axis.h"

namespace itg {

enum class SearchKind { kGrid, kRandom, kPareto };

struct SearchOptions {
  SearchKind kind = SearchKind::kGrid;
  int64_t points = 0;   // random: how many are drawn
  int population = 0;   // pareto: individuals a generation, even
  int generations = 0;  // pareto: the first one, drawn at random, included
  uint32_t seed = 1;
};

enum class Objective { kAccuracy, kCycles, kEnergy, kArea, kTimeToTarget, kEnergyToTarget };
inline constexpr int kObjectiveCount = 6;
const char* Name(Objective objective);  // as a space file has it: "accuracy", "time_to_target"

struct EnergySource {
  nlohmann::json json;
  EnergyTable table;
};

struct Space {
  std::string source;                // the file, for messages
  std::string name;                  // for reports and folders
  std::string text;                  // the file
  nlohmann::json config;             // training configuration, as written
  nlohmann::json hardware;           // as written
  std::vector<EnergySource> energy;  // a point takes the first that is for its widths
  std::vector<Axis> axes;
  std::vector<uint32_t> seeds;
  SearchOptions search;
  std::vector<Objective> objectives;
  std::optional<double> target_accuracy;  // percent
  std::optional<double> clock_mhz;        // where no synthesis knows it
  int64_t confirm = 0;                    // points that are confirmed on the RTL
  int64_t confirm_steps = 0;
  int64_t range_steps = 0;  // of the last epoch, whose value ranges are looked at
};

// `file` is a path or the name of a space that ships ("digits_small"). Each of `sets` is
// "train.KEY=VALUE" or "hw.KEY=VALUE" and replaces a key of the base. Throws Error.
Space ReadSpace(const std::string& file, const std::vector<std::string>& sets);

std::string ShippedSpaces();  // "digits_small, mnist_widths"

}  // namespace itg
