// SPDX-License-Identifier: Apache-2.0
//
// Random programs on gates, in lockstep with what they have to equal; and how many of some faults
// these programs bring to light.

#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sw/compare/generate.h"
#include "sw/compare/random_source.h"
#include "tests/sim/gates/support/gate_machine.h"

namespace itg {

// Executes the program; returns the cycle in which it ended.
inline uint64_t Execute(const TestProgram& test, Machine* machine) {
  machine->Load(test.program);
  machine->SetTrainingStep(test.training_step);
  if (test.mu) machine->SetMu(*test.mu);
  uint64_t end = 0;
  for (size_t i = 0; i < test.program.commands.size(); ++i) end = machine->Execute(i).end_cycle;
  return end;
}

// The first random programs of a seed, but for those that take more than `most` cycles, until they
// take `total` together.
inline std::vector<TestProgram> ShortPrograms(const GateMachine& machine, uint32_t seed,
                                              uint64_t most, uint64_t total) {
  const ProgramGenerator generator(machine.hw, seed);
  std::vector<TestProgram> programs;
  for (uint64_t index = 0, sum = 0; sum < total; ++index) {
    TestProgram test = generator.Make(index);
    const uint64_t cycles = Execute(test, machine.Expected().get());
    if (cycles > most) continue;
    programs.push_back(std::move(test));
    sum += cycles;
  }
  return programs;
}

// Executes them in lockstep, bits, cycles and counters. Throws Difference.
inline Comparison Compare(const GateMachine& machine, const std::vector<TestProgram>& programs,
                          std::unique_ptr<GateRunner> runner = nullptr) {
  Lockstep lockstep(machine.Expected(), machine.Make(std::move(runner)), CompareCycles::kYes);
  for (const TestProgram& test : programs) Execute(test, &lockstep);
  return lockstep.comparison();
}

// Of the faults, those of which the accelerator's ports differ from the right ones at some time
// while it executes the programs: bit i is that of fault i.
inline uint64_t Noticed(const GateMachine& machine, const std::vector<StuckOutput>& faults,
                        const std::vector<TestProgram>& programs) {
  const StuckOutputs broken(faults, machine);
  std::unique_ptr<GateRunner> runner =
      MakeGateRunner(machine.hw, broken.netlist(), machine.library, /*lanes=*/64);
  GateAccelerator* const accelerator = &runner->accelerator();
  broken.Break(&accelerator->simulation());
  Lockstep lockstep(machine.Expected(), machine.Make(std::move(runner)), CompareCycles::kYes);
  for (const TestProgram& test : programs) Execute(test, &lockstep);
  return accelerator->strayed() >> 1;
}

inline int Count(uint64_t lanes) { return static_cast<int>(std::bitset<64>(lanes).count()); }

// Outputs of gates below `path`.
inline std::vector<StuckOutput> DrawFaults(const GateMachine& machine, const std::string& path,
                                           uint64_t seed) {
  std::vector<size_t> cells = machine.CellsOf(path);
  if (cells.size() < kFaults) throw Error("too few cells below " + path);
  RandomSource random(seed, 0);
  std::vector<StuckOutput> faults;
  for (size_t i = 0; i < kFaults; ++i) {
    const int64_t last = static_cast<int64_t>(cells.size()) - 1;
    std::swap(cells[i], cells[static_cast<size_t>(random.Between(static_cast<int64_t>(i), last))]);
    faults.push_back({cells[i], random.OneIn(2)});
  }
  return faults;
}

}  // namespace itg
