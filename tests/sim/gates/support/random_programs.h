// SPDX-License-Identifier: Apache-2.0
//
// Random programs on gates, in lockstep with what they have to equal; and how many of some faults
// these programs bring to light.

#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sw/compare/compare.h"
#include "sw/compare/random_source.h"
#include "tests/sim/gates/support/gate_machine.h"

namespace itg {

inline CompareResult RunPrograms(const GateMachine& machine, uint64_t programs, uint32_t seed) {
  CompareOptions options;
  options.programs = programs;
  options.seed = seed;
  options.cycles = CompareCycles::kYes;
  return RunCompare([&] { return machine.Expected(); }, [&] { return machine.Make(); }, machine.hw,
                    options);
}

// Of the faults, those of which the accelerator's ports differ from the right ones at some time
// while it executes the programs: bit i is that of fault i.
inline uint64_t Noticed(const GateMachine& machine, const std::vector<StuckOutput>& faults,
                        uint64_t programs, uint32_t seed) {
  const StuckOutputs broken(faults, machine);
  GateAccelerator* accelerator = nullptr;
  const auto make = [&] {
    std::unique_ptr<GateRunner> runner =
        MakeGateRunner(machine.hw, broken.netlist(), machine.library, kFaults + 1);
    accelerator = &runner->accelerator();
    broken.Break(&accelerator->simulation());
    return machine.Make(std::move(runner));
  };
  uint64_t strayed = 0;
  CompareOptions options;
  options.programs = programs;
  options.seed = seed;
  const CompareResult result =
      RunCompare([&] { return machine.Expected(); }, make, machine.hw, options,
                 [&](uint64_t, uint64_t) { strayed = accelerator->strayed(); });
  if (result.failure || (strayed & 1) != 0) throw Error("lane 0, which has no fault, strayed");
  return strayed >> 1;
}

inline int Count(uint64_t lanes) { return static_cast<int>(std::bitset<64>(lanes).count()); }

// Outputs of cells below `path`, drawn anew for every seed.
inline std::vector<StuckOutput> DrawFaults(const GateMachine& machine, const std::string& path,
                                           uint64_t seed) {
  const std::vector<size_t> cells = machine.CellsOf(path);
  if (cells.empty()) throw Error("no cell below " + path);
  RandomSource random(seed, 0);
  std::vector<StuckOutput> faults;
  while (faults.size() < static_cast<size_t>(kFaults)) {
    const size_t index = static_cast<size_t>(random.Between(0, static_cast<int64_t>(cells.size()) - 1));
    const bool used = std::any_of(faults.begin(), faults.end(), [&](const StuckOutput& fault) {
      return fault.cell == cells[index];
    });
    if (!used) faults.push_back({cells[index], random.OneIn(2)});
  }
  return faults;
}

}  // namespace itg
