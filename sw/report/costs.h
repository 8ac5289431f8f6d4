// SPDX-License-Identifier: Apache-2.0
//
// What a run cost, summed from the statistics of its commands.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sim/energy/energy.h"
#include "sim/hw/hw_config.h"
#include "sim/relate/scale_sim.h"
#include "sw/train/session.h"

namespace itg {

struct CommandCost {
  Phase phase = Phase::kForward;
  uint64_t cycles = 0;
  Counters counters;
  EventsByPhase events;
  CycleTerms terms;
  std::optional<ScaleSimCycles> scale_sim;  // of a product, of all its executions
};

struct LayerEvents {
  uint64_t saturations = 0;
  uint64_t acc_overflows = 0;
  std::map<std::string, CommandCost> commands;  // by kind, as in Costs
};

struct Costs {
  uint64_t training_cycles = 0;
  uint64_t evaluation_cycles = 0;
  std::array<uint64_t, kPhaseCount> phase_cycles = {};  // of training; sum: training_cycles
  std::map<std::string, uint64_t> command_cycles;       // by "forward+requantise_relu", all passes
  CycleTerms terms;                                     // of training
  std::map<Opcode, ScaleSimCycles> scale_sim;           // of the products of the training
  Counters training;
  Counters evaluation;
  EventsByPhase events;                       // of all passes
  std::map<std::string, LayerEvents> layers;  // of training

  uint64_t total_cycles() const { return training_cycles + evaluation_cycles; }
};

// The kind of `command`: "forward+requantise_relu".
std::string KindOf(const Command& command);

// `hw` splits the cycles of a fused gradient+update: its second pass takes rounded / min(cols,
// bus_bytes) cycles, which count as update, the rest as gradient. Without it nothing is compared
// with SCALE-Sim, which needs an array.
Costs CostsOf(const Session& session, const HwConfig* hw);

}  // namespace itg
