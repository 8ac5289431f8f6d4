// SPDX-License-Identifier: Apache-2.0
//
// A training configuration: network, data and schedule as data. docs/configuration.md lists the
// keys. sw/configs/*.json ship inside the program.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sim/hw/hw_config.h"
#include "sw/data/load.h"
#include "sw/nn/numbers.h"

namespace itg {

struct TrainConfig {
  std::string source;  // file or name, for messages
  DataConfig data;
  nlohmann::json network;  // read against the data set by ParseNetwork
  int64_t batch = 0;
  std::vector<int> mu;  // gradient bit width per epoch: one entry an epoch
  // Float: sw/float trains, in fp32 with plain SGD. The rate is also that of a twin.
  bool is_float = false;
  std::vector<double> learning_rate;  // one entry an epoch
  uint32_t seed = 1;
  Numbers numbers;
  bool fused = true;
  // What is recorded besides every epoch; steps count from the start, 0: never.
  int64_t checkpoint_steps = 0;
  int64_t log_steps = 100;
  int64_t stats_steps = 0;

  int epochs() const { return static_cast<int>(mu.size()); }
};

// `file` is a path, or the name of a configuration that ships with the program ("digits").
// `overrides` are the values of --set. Widths that the file leaves open are those of `hw`, or
// 8 bits and AccW 32 without one. Throws Error.
TrainConfig LoadTrainConfig(const std::string& file, const std::vector<std::string>& overrides,
                            const HwConfig* hw);

// The JSON of `file`, a path or a name as above. Throws Error.
nlohmann::json ReadTrainConfig(const std::string& file);

// Names of the configurations that ship with the program: "digits, lenet, ...".
std::string ShippedConfigs();

// The same from JSON text; `source` is its name in messages.
TrainConfig ParseTrainConfig(const nlohmann::json& json, const std::string& source,
                             const HwConfig* hw);

// The whole configuration with every default filled in: what a report records.
nlohmann::ordered_json ToJson(const TrainConfig& config);

}  // namespace itg
