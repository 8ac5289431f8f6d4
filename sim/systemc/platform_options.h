// SPDX-License-Identifier: Apache-2.0
//
// What a SystemC platform is like. Files: one JSON object, every key optional; docs/systemc.md
// lists them.

#pragma once

#include <cstdint>
#include <string>

#include "sim/hw/hw_config.h"
#include "sim/systemc/competition.h"

namespace itg {

struct PlatformOptions {
  uint64_t quantum = 10'000;    // cycles that a module may run ahead of the others
  bool synchronise = false;     // every burst waits for its time: exact, however many compete
  uint64_t latency_spread = 0;  // of the memory: up to so many cycles more for a burst, at random
  uint32_t seed = 1;
  uint64_t interrupt_delay = 0;  // cycles until the host sees the interrupt
  bool competes = false;         // is there a second initiator?
  Competition competition;

  // Throws Error naming file, key, value and the allowed range.
  static PlatformOptions FromFile(const std::string& file);
  // Throws Error when the second initiator's bursts do not suit the memory of `hw`.
  void Check(const HwConfig& hw) const;
};

}  // namespace itg
