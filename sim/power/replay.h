// SPDX-License-Identifier: Apache-2.0
//
// Recorded operands on the gates of their block: a window a lane. What the gates put out is
// compared with what the RTL did in the same cycles.

#pragma once

#include <cstdint>
#include <vector>

#include "sim/gates/gate_library.h"
#include "sim/gates/gate_netlist.h"
#include "sim/power/corner.h"

namespace itg {

struct BlockActivity {
  uint64_t windows = 0;
  uint64_t cycles = 0;  // counted, of all windows
  uint64_t events =
      0;  // multiply-accumulates; elements rounded, scanned, or through the vector unit
  uint64_t compared = 0;  // bits of outputs
  uint64_t differences = 0;
  std::vector<uint64_t> toggles;  // of each net
};

BlockActivity Replay(const GateNetlist& netlist, const GateLibrary& library, const Corner& corner,
                     const std::vector<PortWindow>& windows);

}  // namespace itg
