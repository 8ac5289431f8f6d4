// SPDX-License-Identifier: Apache-2.0
//
// The scripts of mapping: text alone, so that a change of it changes the keys of what it made.

#pragma once

#include <string>
#include <vector>

#include "sim/synth/liberty.h"

namespace itg {

// What abc assumes of the surroundings of a block: inputs come from an inverter about four times
// the smallest, outputs drive three of the smallest inverter's inputs.
std::string AbcConstraints(const Liberty& library);

// dfflibmap knows no latches: this maps those of clock gates to the library's.
std::string LatchMap(const Liberty& library);

// Maps block.il, module `top`; modules `kept` stay instances. Files: block.il, constraints,
// latches.v; results: netlist.v, netlist.json. Of the netlist's constants only 0 and 1 remain.
std::string MapScript(const std::string& top, const std::vector<std::string>& kept,
                      const Liberty& library);

}  // namespace itg
