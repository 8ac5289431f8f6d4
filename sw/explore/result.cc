// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/result.h"

#include <algorithm>
#include <limits>
namespace itg {
namespace {

// The epoch, counted from 0, in which the target is reached.
std::optional<size_t> ReachedIn(const nlohmann::json& runs, double target) {
  for (size_t epoch = 0; epoch < runs[0]["epochs"].size(); ++epoch) {
    double sum = 0;
    for (const nlohmann::json& run : runs) {
      sum += run["epochs"][epoch]["test_accuracy"].get<double>();
    }
    if (sum / static_cast<double>(runs.size()) >= target) return epoch;
  }
  return std::nullopt;
}

void SetAccuracy(PointResult* result) {
  double sum = 0, least = 100, most = 0;
  for (const nlohmann::json& run : result->runs) {
    const double accuracy = run["accuracy"];
    sum += accuracy;
    least = std::min(least, accuracy);
    most = std::max(most, accuracy);
  }
  result->accuracy_mean = sum / static_cast<double>(result->runs.size());
  result->accuracy_spread = most - least;
}

}  // namespace

PointResult Summarise(const Space& space, const std::optional<Silicon>& silicon,
                      const nlohmann::json& json) {
  PointResult result;
  if (json.contains("error")) {
    result.error = json["error"];
    return result;
  }
  const nlohmann::json& costs = json.at("costs");
  result.runs = json.at("runs");
  result.layers = costs.at("layers");
  result.cycles = costs.at("cycles");
  result.energy_pj = costs.at("energy_pj");
  result.array_use = costs.at("array_use");
  SetAccuracy(&result);
  result.clock_mhz = space.clock_mhz;
  if (silicon) {
    result.area_um2 = silicon->area_um2;
    result.clock_mhz = silicon->clock_mhz;
  }
  if (!space.target_accuracy) return result;
  const std::optional<size_t> epoch = ReachedIn(result.runs, *space.target_accuracy);
  if (!epoch) return result;
  result.energy_to_target_j = costs.at("epoch_energy_pj").at(*epoch).get<double>() * 1e-12;
  if (!result.clock_mhz) return result;
  result.time_to_target_s =
      costs.at("epoch_cycles").at(*epoch).get<double>() / (*result.clock_mhz * 1e6);
  return result;
}

Scores ScoresOf(const PointResult& result, const Space& space) {
  constexpr double kUnknown = std::numeric_limits<double>::infinity();
  Scores scores;
  for (const Objective objective : space.objectives) {
    double score = kUnknown;
    switch (objective) {
      case Objective::kAccuracy:
        score = -result.accuracy_mean;
        break;
      case Objective::kCycles:
        score = static_cast<double>(result.cycles);
        break;
      case Objective::kEnergy:
        score = result.energy_pj;
        break;
      case Objective::kArea:
        score = result.area_um2.value_or(kUnknown);
        break;
      case Objective::kTimeToTarget:
        score = result.time_to_target_s.value_or(kUnknown);
        break;
      case Objective::kEnergyToTarget:
        score = result.energy_to_target_j.value_or(kUnknown);
        break;
    }
    scores.push_back(result.error.empty() ? score : kUnknown);
  }
  return scores;
}

}  // namespace itg
