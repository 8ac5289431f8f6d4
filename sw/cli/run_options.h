// SPDX-License-Identifier: Apache-2.0
//
// Options that the verbs share: which configuration, which machine, which hardware.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/hw/hw_config.h"
#include "sw/machines/machines.h"
#include "sw/train/train_config.h"

namespace itg {

// `word` as a shell takes it for one word: quoted where it needs to be.
std::string Quoted(const std::string& word);

struct RunOptions {
  std::string config;                  // --config
  std::vector<std::string> overrides;  // --set
  std::optional<uint32_t> seed;        // --seed
  std::string machine = "golden";      // --machine
  std::string hw;                      // --hw; empty: "base" for the RTL
  std::string platform;                // --platform; empty: a platform with nothing special

  // Takes over what `other` names; its overrides come after the ones here.
  void Adopt(const RunOptions& other);

  // The hardware configuration: named, or `base` where the machine needs one.
  std::optional<HwConfig> Hardware() const;
  TrainConfig Config(const std::optional<HwConfig>& hardware) const;
  // The same of a configuration that a checkpoint holds; `source` names it in messages.
  TrainConfig Config(const nlohmann::json& saved, const std::string& source,
                     const std::optional<HwConfig>& hardware) const;
  MachineOptions Machine(const std::optional<HwConfig>& hardware) const;
  // The options as a command line: "--config digits --machine rtl".
  std::string CommandLine() const;
};

}  // namespace itg
