// SPDX-License-Identifier: Apache-2.0
//
// The longest path of a netlist, by OpenSTA: ideal clocks, no wires.

#pragma once

#include <string>
#include <vector>

#include "sim/synth/synth_tools.h"

namespace itg {

struct LongestPath {
  double period_ns = 0;  // of clk_i, at which the worst slack is nothing
  std::string start;     // "u_core/u_sequencer/_123_", or a port
  std::string end;
};

struct TimingFiles {
  std::vector<std::string> libraries;
  std::vector<std::string> netlists;
  std::string top;
  std::string clock = "clk_i";  // empty: none, the longest path of a module without registers
};

// In the folder `work`. Throws Error with the first complaint of sta.
LongestPath TimeNetlist(const SynthTools& tools, const TimingFiles& files, const std::string& work);

std::string TimingScript(const TimingFiles& files);

}  // namespace itg
