// SPDX-License-Identifier: Apache-2.0
//
// What the hardware of a configuration costs in gates: area, cells, leakage by part, the longest
// path and with it the clock. Blocks are mapped once each (map_block.h) and multiplied by their
// instances; the whole netlist of them, with memories as macros (sram_model.h), is timed.

#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/hw/hw_config.h"

namespace itg {

struct SynthesisOptions {
  std::string liberty;  // file; empty: Debian's osu018
  std::string rtl_dir;  // empty: that of ShareDir()
  std::string block;    // a kind of module alone ("itg_mac_cell"); empty: the accelerator
  int jobs = 2;         // blocks that are mapped at a time
};

// One block: all instances of one module.
struct BlockCost {
  std::string part;    // "array cells"; see blocks.h
  std::string module;  // "itg_mac_cell_AW8_AccW32_BW8"
  int64_t instances = 0;
  int64_t cells = 0;  // of one instance, as the rest
  double area_um2 = 0;
  double leakage_w = 0;
  bool is_memory = false;  // from the model of memories; cells is 0
  std::string netlist;     // file; empty for a memory
};

struct PartCost {
  std::string part;
  int64_t cells = 0;
  double area_um2 = 0;
  double leakage_w = 0;
};

struct Synthesis {
  std::string hardware;  // name of the configuration
  std::string library;   // name and file of the library, its digest
  std::string library_file;
  std::string library_digest;
  std::string technology;  // "osu018_stdcells, 1.8 V, 25 degrees Celsius"
  std::string memory_model;
  std::string tools;   // versions
  std::string module;  // the top of the netlist
  int64_t cells = 0;
  double area_um2 = 0;  // memories included
  double leakage_w = 0;
  double longest_path_ns = 0;  // the clock period at which the worst slack is nothing
  double clock_mhz = 0;
  std::string start;  // of the longest path: an instance, or a port
  std::string start_part;
  std::string end;
  std::string end_part;
  std::vector<BlockCost> blocks;

  std::vector<PartCost> Parts() const;  // those that are there, in the order of PartNames()
};

using SynthesisProgress = std::function<void(const std::string& line)>;

// Throws Error when a tool or a library is missing, and as MapModule().
Synthesis Synthesise(const HwConfig& hw, const SynthesisOptions& options,
                     const SynthesisProgress& progress);

// What an earlier Synthesise() of the same left in the cache; nothing where it would have to work,
// or could not.
std::optional<Synthesis> CachedSynthesis(const HwConfig& hw, const SynthesisOptions& options);

nlohmann::json ToJson(const Synthesis& synthesis);
Synthesis SynthesisFromJson(const nlohmann::json& json, const std::string& source);

}  // namespace itg
