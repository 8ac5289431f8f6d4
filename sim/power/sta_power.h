// SPDX-License-Identifier: Apache-2.0
//
// What a netlist of cells dissipates, as OpenSTA says, given how often each net toggles. The
// netlist is written anew for it, cells c0, c1, ... and nets n2, n3, ...: nothing then depends on
// how names are escaped, nor on what OpenSTA reads of Verilog. Before each input stands a
// flip-flop, whose power is not counted: OpenSTA 2.0.17 takes rates only for what registers of a
// clock lead to.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/gates/gate_netlist.h"
#include "sim/synth/liberty.h"
#include "sim/synth/synth_tools.h"

namespace itg {

// Transitions a cycle of every net.
using NetRates = std::vector<double>;

struct CellPower {  // watts
  double internal = 0;
  double switching = 0;
  double leakage = 0;

  double dynamic() const { return internal + switching; }
};

struct PowerQuestion {
  const Liberty* liberty = nullptr;
  double period_ns = 10;
  std::string clock;   // port; empty: none
  std::string folder;  // for the script and what OpenSTA prints; exists
};

// For each of `rates` the power of all its cells, the clock running. The nets of input ports are
// charged by whoever drives them: see InputEnergy. Throws Error with OpenSTA's first complaint.
std::vector<CellPower> MeasurePower(const SynthTools& tools, const GateNetlist& netlist,
                                    const std::vector<NetRates>& rates,
                                    const PowerQuestion& question);

// Femtojoules a cycle: 1/2 C V^2 for each transition of the input ports but the clock, C of the
// pins that they drive.
double InputEnergy(const GateNetlist& netlist, const Liberty& liberty, const NetRates& rates,
                   const std::string& clock);

// What the clock pin of a flip-flop costs its driver in a cycle, femtojoules.
double ClockPinFj(const Liberty& library);

// Flip-flops and latches of the netlist.
int64_t CountRegisters(const GateNetlist& netlist, const Liberty& liberty);

}  // namespace itg
