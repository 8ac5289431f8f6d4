// SPDX-License-Identifier: Apache-2.0
//
// A netlist of gates, cycle by cycle, in 64 lanes at once: bit i of a value is that of lane i.
// Every net has its settled value once a cycle, without delays and so without glitches; toggles are
// counted exactly. A cycle: Set the inputs, Settle, Count if wanted, Edge.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/gates/gate_program.h"

namespace itg {

class GateSimulation {
 public:
  // `clock` is the port of the clock, empty: there is none. Of the lanes the first `lanes` have
  // memories. Registers and memories start as 0.
  GateSimulation(const GateNetlist& netlist, const GateLibrary& library, const std::string& clock,
                 int lanes);

  void Set(int net, uint64_t lanes) { values_[static_cast<size_t>(net)] = lanes; }
  uint64_t Get(int net) const { return values_[static_cast<size_t>(net)]; }

  // What follows from inputs and registers while the clock is 0.
  void Settle();
  // The rising edge: registers and memories take their data. What follows from them does not yet.
  void Edge();

  // Counts what toggled since the Count before in the lanes of `mask`.
  void Count(uint64_t mask);
  // Of net `net` in all counted lanes.
  uint64_t toggles(int net) const { return toggles_[static_cast<size_t>(net)]; }
  void ClearToggles();

 private:
  struct ReadBit {
    size_t net;
    int lane;
    uint64_t value;
  };

  void Run(const GateCode& code);
  void EdgeOfMemory(size_t index);

  GateProgram program_;
  int clock_;
  int nets_;
  int lanes_;
  std::vector<uint64_t> values_;
  std::vector<uint64_t> low_;  // of the flops' and memories' clocks before the edge
  std::vector<uint64_t> next_;
  std::vector<ReadBit> read_;
  std::vector<uint64_t> before_;
  std::vector<uint64_t> toggles_;
  std::vector<std::vector<uint64_t>> memories_;  // words of 64 bits, all of a lane together
};

}  // namespace itg
