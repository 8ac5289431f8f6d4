// SPDX-License-Identifier: Apache-2.0
#include "sw/report/costs.h"

#include <algorithm>

namespace itg {
namespace {

uint64_t& At(std::array<uint64_t, kPhaseCount>* phases, Phase phase) {
  return (*phases)[static_cast<size_t>(phase)];
}

uint64_t UpdateShare(const CommandStats& stats, const HwConfig& hw) {
  const uint64_t a_cycle = static_cast<uint64_t>(std::min(hw.cols, hw.bus_bytes));
  return std::min((stats.counters.rounded + a_cycle - 1) / a_cycle, stats.cycles);
}

void AddPhase(const Command& command, const CommandStats& stats, const HwConfig* hw, Costs* costs) {
  uint64_t update = 0;
  if (command.post == Post::kUpdate && hw != nullptr) update = UpdateShare(stats, *hw);
  At(&costs->phase_cycles, Phase::kUpdate) += update;
  At(&costs->phase_cycles, command.phase) += stats.cycles - update;
}

// SCALE-Sim's count for the same product on an array of the same size.
void AddScaleSim(const Runner& runner, size_t index, const HwConfig& hw, CommandCost* cost,
                 Costs* costs) {
  const Command& command = runner.program().commands[index];
  if (!IsProduct(command.opcode)) return;
  const uint64_t executions = runner.stats()[index].executions;
  ScaleSimCycles cycles = ScaleSim(GemmOf(runner.program(), command), hw.rows, hw.cols);
  cycles.os *= executions;
  cycles.ws *= executions;
  cycles.is *= executions;
  if (!cost->scale_sim) cost->scale_sim.emplace();
  *cost->scale_sim += cycles;
  costs->scale_sim[command.opcode] += cycles;
}

void AddTraining(const Runner& runner, const HwConfig* hw, Costs* costs) {
  for (size_t i = 0; i < runner.stats().size(); ++i) {
    const Command& command = runner.program().commands[i];
    const CommandStats& stats = runner.stats()[i];
    costs->training_cycles += stats.cycles;
    costs->command_cycles[KindOf(command)] += stats.cycles;
    costs->training += stats.counters;
    AddPhase(command, stats, hw, costs);
    LayerEvents& events = costs->layers[command.layer];
    events.saturations += stats.saturations;
    events.acc_overflows += stats.acc_overflows;
    CommandCost& cost = events.commands[KindOf(command)];
    cost.phase = command.phase;
    cost.cycles += stats.cycles;
    cost.terms += stats.terms;
    costs->terms += stats.terms;
    cost.counters += stats.counters;
    AddEvents(command, stats.counters, stats.cycles, &cost.events);
    AddEvents(command, stats.counters, stats.cycles, &costs->events);
    if (hw != nullptr) AddScaleSim(runner, i, *hw, &cost, costs);
  }
}

void AddEvaluation(const Runner& runner, Costs* costs) {
  for (size_t i = 0; i < runner.stats().size(); ++i) {
    const CommandStats& stats = runner.stats()[i];
    costs->evaluation_cycles += stats.cycles;
    costs->command_cycles[KindOf(runner.program().commands[i])] += stats.cycles;
    costs->evaluation += stats.counters;
    AddEvents(runner.program().commands[i], stats.counters, stats.cycles, &costs->events);
  }
}

}  // namespace

std::string KindOf(const Command& command) {
  std::string kind = Name(command.opcode);
  if (command.post != Post::kNone) kind += std::string("+") + Name(command.post);
  return kind;
}

Costs CostsOf(const Session& session, const HwConfig* hw) {
  Costs costs;
  AddTraining(session.training(), hw, &costs);
  for (const Pass& pass : session.evaluation()) AddEvaluation(pass.runner(), &costs);
  return costs;
}

}  // namespace itg
