// SPDX-License-Identifier: Apache-2.0
//
// What the cells of a library do, for a simulation: their functions and registers.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/synth/boolean_function.h"
#include "sim/synth/liberty.h"

namespace itg {

// A register of a cell: a flip-flop on the rising edge of `clock`, or a latch that is open while
// `clock` is 1. Functions of the cell's input pins.
struct GateRegister {
  bool latch = false;
  BooleanFunction clock;
  BooleanFunction data;
  std::string state;     // its name in functions of outputs, "IQ"
  std::string inverted;  // and that of its inverse
};

struct GateCell {
  std::map<std::string, BooleanFunction> outputs;  // of input pins, or of the register alone
  std::vector<GateRegister> registers;             // none or one
};

using GateLibrary = std::map<std::string, GateCell>;

// The cells that can be simulated. Left out, so that a netlist which uses one is refused: those
// with an asynchronous set or clear, which this RTL does not have, tristate ones and those whose
// function the library does not say. Throws Error naming file and cell.
GateLibrary MakeGateLibrary(const Liberty& liberty);

}  // namespace itg
