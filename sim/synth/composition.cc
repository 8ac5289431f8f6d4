// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/composition.h"

#include <algorithm>
#include <sstream>

#include "sim/synth/blocks.h"

namespace itg {
namespace {

void Count(const MappedBlocks& blocks, const std::string& module, int64_t times,
           std::map<std::string, int64_t>* counts) {
  (*counts)[module] += times;
  const auto block = blocks.find(module);
  if (block == blocks.end()) return;  // a memory
  for (const auto& [child, instances] : block->second.Children()) {
    Count(blocks, child, times * instances, counts);
  }
}

// OpenSTA puts backslashes before brackets that are part of a name.
std::string WithoutBackslashes(std::string name) {
  name.erase(std::remove(name.begin(), name.end(), '\\'), name.end());
  return name;
}

}  // namespace

std::map<std::string, int64_t> CountModules(const MappedBlocks& blocks, const std::string& top) {
  std::map<std::string, int64_t> counts;
  Count(blocks, top, 1, &counts);
  return counts;
}

std::vector<BlockCost> CostBlocks(const MappedBlocks& blocks,
                                  const std::map<std::string, int64_t>& counts,
                                  const std::map<std::string, std::string>& kinds,
                                  const std::map<std::string, Sram>& memories,
                                  const Liberty& library) {
  std::vector<BlockCost> costs;
  for (const auto& [module, count] : counts) {
    BlockCost cost;
    cost.part = PartOf(kinds.at(module));
    cost.module = module;
    cost.instances = count;
    const auto memory = memories.find(module);
    if (memory != memories.end()) {
      cost.is_memory = true;
      cost.area_um2 = memory->second.area_um2;
      cost.leakage_w = memory->second.leakage_w;
    } else {
      const MappedBlock& block = blocks.at(module);
      cost.cells = block.count();
      cost.area_um2 = block.area_um2(library);
      cost.leakage_w = block.leakage_w(library);
      cost.netlist = block.folder + "/netlist.v";
    }
    costs.push_back(cost);
  }
  return costs;
}

void SumBlocks(Synthesis* synthesis) {
  synthesis->cells = 0;
  synthesis->area_um2 = synthesis->leakage_w = 0;
  for (const PartCost& part : synthesis->Parts()) {
    synthesis->cells += part.cells;
    synthesis->area_um2 += part.area_um2;
    synthesis->leakage_w += part.leakage_w;
  }
}

std::string ModuleOfPath(const MappedBlocks& blocks, const std::string& top,
                         const std::string& path) {
  std::istringstream names(path);
  std::string module = top;
  for (std::string name; std::getline(names, name, '/');) {
    const auto block = blocks.find(module);
    if (block == blocks.end()) break;
    const auto& instances = block->second.instances;
    const auto instance = instances.find(WithoutBackslashes(name));
    if (instance == instances.end()) break;  // a cell, or a port
    module = instance->second;
  }
  return module;
}

std::vector<PartCost> Synthesis::Parts() const {
  std::vector<PartCost> parts;
  for (const std::string& name : PartNames()) {
    PartCost part;
    part.part = name;
    bool found = false;
    for (const BlockCost& block : blocks) {
      if (block.part != name) continue;
      found = true;
      const double instances = static_cast<double>(block.instances);
      part.cells += block.instances * block.cells;
      part.area_um2 += instances * block.area_um2;
      part.leakage_w += instances * block.leakage_w;
    }
    if (found) parts.push_back(part);
  }
  return parts;
}

}  // namespace itg
