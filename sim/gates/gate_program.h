// SPDX-License-Identifier: Apache-2.0
//
// A netlist as straight-line code over its nets: every gate as steps of two operands, in the order
// of their levels and by operation within a level, so that each run of equal operations is one loop
// without a branch.

#pragma once

#include <cstdint>
#include <vector>

#include "sim/gates/gate_library.h"
#include "sim/gates/gate_netlist.h"

namespace itg {

struct GateRun {       // `count` steps of one operation, from place `first` on
  bool latch = false;  // dst = a ? b : dst
  BooleanOp op = BooleanOp::kZero;
  uint32_t first = 0;
  uint32_t count = 0;
};

struct GateOperands {
  uint32_t dst;
  uint32_t a;
  uint32_t b;
};

struct GateCode {
  std::vector<GateRun> runs;
  std::vector<GateOperands> operands;
};

struct GateFlop {
  uint32_t clock;  // a value that rises with the flop's clock
  uint32_t data;
  uint32_t q;
};

// Ports of a memory as itg_sram has them.
struct GateMemory {
  uint32_t clock, read, write;
  std::vector<int> read_address, write_address, read_data, write_data;
};

struct GateProgram {
  uint32_t values = 2;          // nets, and results of steps that are no nets
  GateCode all;                 // what follows from inputs and registers; the clock is 0
  GateCode clocks;              // what follows from the clock: a part of `all`
  std::vector<GateFlop> flops;  // by clock
  std::vector<GateMemory> memories;
};

// Cells named *itg_sram* are memories, all others must be in the library. Throws Error naming the
// cell for one that is unknown, a loop of gates, or a register on a falling edge.
GateProgram CompileGates(const GateNetlist& netlist, const GateLibrary& library,
                         const std::string& clock);

}  // namespace itg
