// SPDX-License-Identifier: Apache-2.0
//
// One flat netlist from blocks that were mapped one by one: the gates that Synthesise() gives area
// and clock of.

#pragma once

#include <map>
#include <string>

#include "sim/gates/gate_netlist.h"
#include "sim/synth/synthesis.h"

namespace itg {

// Module `top` with all blocks below it in their places; cells of other types stay cells. Cells are
// named by their way from the top, "u_core/u_array/c12". Throws Error when a port of an instance is
// not that of its block.
GateNetlist ComposeGates(const std::map<std::string, GateNetlist>& blocks, const std::string& top);

// The whole netlist of what was synthesised. Throws Error when one of its files is missing.
GateNetlist GatesOf(const Synthesis& synthesis);

}  // namespace itg
