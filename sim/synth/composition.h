// SPDX-License-Identifier: Apache-2.0
//
// A netlist as blocks that are mapped once and instantiated often.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/synth/map_block.h"
#include "sim/synth/sram_model.h"
#include "sim/synth/synthesis.h"

namespace itg {

using MappedBlocks = std::map<std::string, MappedBlock>;  // by module

// How often each module is there in one `top`, memories included: products of instances along
// the ways down, summed over the ways.
std::map<std::string, int64_t> CountModules(const MappedBlocks& blocks, const std::string& top);

// What they cost. `kinds` tells what a module is ("itg_fifo" of "itg_fifo_Depth2_Width8").
std::vector<BlockCost> CostBlocks(const MappedBlocks& blocks,
                                  const std::map<std::string, int64_t>& counts,
                                  const std::map<std::string, std::string>& kinds,
                                  const std::map<std::string, Sram>& memories,
                                  const Liberty& library);

// Cells, area and leakage of all blocks, into `synthesis`.
void SumBlocks(Synthesis* synthesis);

// The module in which the end of a path lies: the instances down to it, from `top`.
std::string ModuleOfPath(const MappedBlocks& blocks, const std::string& top,
                         const std::string& path);

}  // namespace itg
