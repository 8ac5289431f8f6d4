// SPDX-License-Identifier: Apache-2.0
#include "sw/train/runner.h"

#include <cassert>
#include <utility>

#include "model/error.h"

namespace itg {

Runner::Runner(Machine* machine, Program program)
    : machine_(machine), program_(std::move(program)), stats_(program_.commands.size()) {
  machine_->OmitDigests();  // a machine that compares digests asks those that it compares
}

void Runner::Execute() {
  for (size_t i = 0; i < stats_.size(); ++i) Execute(i);
}

Retired Runner::Execute(size_t command) {
  const Retired retired = machine_->Execute(command);
  CommandStats& stats = stats_[command];
  ++stats.executions;
  const uint64_t cycles = retired.end_cycle - retired.start_cycle;
  stats.cycles += cycles;
  cycles_ += cycles;
  stats.saturations += retired.saturations;
  stats.acc_overflows += retired.acc_overflows;
  stats.counters += retired.counters;
  stats.terms += retired.terms;
  return retired;
}

void Runner::SetStats(std::vector<CommandStats> stats) {
  assert(stats.size() == stats_.size());
  stats_ = std::move(stats);
  cycles_ = 0;
  for (const CommandStats& command : stats_) cycles_ += command.cycles;
}

BufferId Runner::Find(const std::string& name) const {
  const BufferId id = program_.Find(name);
  if (id == kNoBuffer) throw Error("there is no tensor '" + name + "'");
  return id;
}

}  // namespace itg
