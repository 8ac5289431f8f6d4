// SPDX-License-Identifier: Apache-2.0
//
// Buffers for nets that go to many blocks. abc buffers what it sees, which ends at the border of
// a block: to it a net into 256 cells of the array is one output.

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/synth/liberty.h"

namespace itg {

inline constexpr int kMostSinks = 8;  // of a net, ports of blocks

// Puts a tree of buffers into each net of the netlist with more sinks among the ports of instances
// of `blocks`; but not into clocks, which stay ideal.
void BufferFanOut(const Liberty& library, const std::string& module,
                  const std::vector<std::string>& blocks, nlohmann::json* netlist);

}  // namespace itg
