// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/blocks.h"

#include <algorithm>

#include "sim/synth/map_block.h"

namespace itg {
namespace {

constexpr const char* kWiring = "wiring";

}  // namespace

const std::vector<BlockKind>& BlockKinds() {
  static const std::vector<BlockKind> kKinds = {
      {"itg_mac_cell", "array cells"},
      {"itg_mac_array", "array"},
      {"itg_mac_drain", "drain"},
      {"itg_drain", "drain"},
      {"itg_accumulator", "accumulator"},
      {"itg_scratchpad", "scratchpads"},
      {"itg_feeder", "address engines, loader"},
      {"itg_loader", "address engines, loader"},
      {"itg_range", "range"},
      {"itg_round_lanes", "rounding lanes"},
      {"itg_vector", "vector unit"},
      {"itg_post", "second pass"},
      {"itg_stream_in", "second pass"},
      {"itg_pass_inputs", "second pass"},
      {"itg_pass_outputs", "second pass"},
      {"itg_loss", "loss"},
      {"itg_sequencer", "sequencer, check"},
      {"itg_check", "sequencer, check"},
      {"itg_axi_read", "bus, registers"},
      {"itg_axi_write", "bus, registers"},
      {"itg_registers", "bus, registers"},
      {"itg_queue", "bus, registers"},
      {"itg_events", "bus, registers"},
      {kMemory, "memories"},
  };
  return kKinds;
}

std::set<std::string> BlockCuts() {
  std::set<std::string> cuts;
  for (const BlockKind& kind : BlockKinds()) cuts.insert(kind.module);
  return cuts;
}

std::string PartOf(const std::string& kind) {
  for (const BlockKind& known : BlockKinds()) {
    if (known.module == kind) return known.part;
  }
  return kWiring;
}

std::vector<std::string> PartNames() {
  std::vector<std::string> names;
  for (const BlockKind& kind : BlockKinds()) {
    if (std::find(names.begin(), names.end(), kind.part) == names.end()) {
      names.emplace_back(kind.part);
    }
  }
  names.insert(names.end() - 1, kWiring);  // memories last
  return names;
}

}  // namespace itg
