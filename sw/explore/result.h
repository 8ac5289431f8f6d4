// SPDX-License-Identifier: Apache-2.0
//
// What a point's result file says, summed up: the numbers that points are compared by.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/config/json.h"
#include "sw/explore/fronts.h"
#include "sw/explore/silicon.h"
#include "sw/explore/space.h"

namespace itg {

struct PointResult {
  std::string error;           // not empty: the point failed, and nothing else is known
  double accuracy_mean = 0;    // percent
  double accuracy_spread = 0;  // largest - smallest of the seeds
  int64_t cycles = 0;
  double energy_pj = 0;
  double array_use = 0;
  std::optional<double> area_um2, clock_mhz, time_to_target_s, energy_to_target_j;
  nlohmann::json runs, layers;  // as the result file has them
};

// `json` is the result file. The target is reached in the first epoch whose test accuracy, mean
// over the seeds, is that of the space or more.
PointResult Summarise(const Space& space, const std::optional<Silicon>& silicon,
                      const nlohmann::json& json);

// In the order of the space's objectives; accuracy negated, what is not known infinite.
Scores ScoresOf(const PointResult& result, const Space& space);

}  // namespace itg
