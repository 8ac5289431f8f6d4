// SPDX-License-Identifier: Apache-2.0
//
// A Program on a machine, with what its commands cost: one statistics entry a command, added up
// without any look-up.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/machine.h"

namespace itg {

struct CommandStats {
  uint64_t executions = 0;
  uint64_t cycles = 0;
  uint64_t saturations = 0;
  uint64_t acc_overflows = 0;
  Counters counters;
  CycleTerms terms;
};

class Runner {
 public:
  Runner(Machine* machine, Program program);

  // Makes the program current on the machine. Another Runner's Load ends that.
  void Load() { machine_->Load(program_); }
  void Execute();  // all commands in order
  Retired Execute(size_t command);

  Machine& machine() const { return *machine_; }
  const Program& program() const { return program_; }
  BufferId Find(const std::string& name) const;  // throws Error when it is absent
  const std::vector<CommandStats>& stats() const { return stats_; }
  // What the commands have cost so far, one entry a command: of a run that goes on.
  void SetStats(std::vector<CommandStats> stats);
  uint64_t cycles() const { return cycles_; }  // of all commands executed

 private:
  Machine* machine_;
  Program program_;
  std::vector<CommandStats> stats_;
  uint64_t cycles_ = 0;
};

}  // namespace itg
