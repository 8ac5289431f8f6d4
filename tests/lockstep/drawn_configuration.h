// SPDX-License-Identifier: Apache-2.0
//
// Hardware configurations drawn over the whole legal range, corners first: arrays up to 64 wide,
// the smallest memories allowed, mixed widths, any bus, latency, bandwidth and FIFO depth, missing
// rounding modes.

#pragma once

#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sim/hw/hw_config.h"
#include "sw/compare/random_source.h"

namespace itg {

// The least memories that a configuration of these shapes may have.
struct Least {
  int64_t lanes = 1;
  int64_t scratchpad_bytes;
  int64_t accumulator_bytes;  // one tile
};

inline Least LeastMemories(const nlohmann::json& json) {
  Least least;
  for (const char* const key : {"rows", "cols", "bus_bytes"}) {
    while (least.lanes < json[key].get<int64_t>()) least.lanes *= 2;
  }
  least.scratchpad_bytes = 4 * least.lanes * least.lanes;
  const int64_t bits =
      json["rows"].get<int64_t>() * json["cols"].get<int64_t>() * json["acc_bits"].get<int64_t>();
  least.accumulator_bytes = (bits + 7) / 8;
  return least;
}

// The smallest memories of an array, with something on top of them two times in three.
inline void DrawMemories(nlohmann::json* json, RandomSource* random) {
  const Least least = LeastMemories(*json);
  const int64_t extra = random->OneIn(3) ? 0 : random->Between(1, 60);
  (*json)["scratchpad_bytes"] = least.scratchpad_bytes + 2 * least.lanes * extra;
  const int64_t tile = least.accumulator_bytes;
  (*json)["accumulator_bytes"] = tile + (random->OneIn(3) ? 0 : random->Between(1, 6 * tile));
}

inline HwConfig DrawConfiguration(uint64_t seed, RandomSource* random) {
  const std::vector<int> sizes = {2, 3, 4, 5, 8, 9, 16, 17, 24, 33, 64};
  const std::vector<int> buses = {4, 8, 16, 32, 64};
  const std::vector<int> depths = {4, 8, 16, 128};
  nlohmann::json json = {{"name", "drawn" + std::to_string(seed)},
                         {"rows", random->Pick(sizes)},
                         {"cols", random->Pick(sizes)},
                         {"bus_bytes", random->Pick(buses)},
                         {"read_fifo_beats", random->Pick(depths)},
                         {"memory_latency", random->OneIn(2) ? 1 : random->Between(2, 100)},
                         {"acc_bits", random->Between(16, 32)},
                         {"burst_beats", random->OneIn(2) ? 16 : random->Between(1, 20)},
                         {"read_bursts", random->Between(1, 64)},
                         {"write_bursts", random->Between(1, 32)}};
  for (const char* const key : {"activation_bits", "weight_bits", "error_bits", "gradient_bits"}) {
    json[key] = random->Between(4, 8);
  }
  if (random->OneIn(3)) json["rounding"] = {"pseudo-stochastic"};
  if (random->OneIn(3)) json["rounding"] = {"nearest", "stochastic"};
  DrawMemories(&json, random);
  return HwConfig::FromJson(json.dump(), json.dump());
}

}  // namespace itg
