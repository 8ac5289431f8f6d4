// SPDX-License-Identifier: Apache-2.0
//
// One block of a design as gates, from the cache or made by Yosys.

#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "sim/synth/design.h"
#include "sim/synth/elaborate.h"
#include "sim/synth/liberty.h"
#include "sim/synth/synth_tools.h"

namespace itg {

// What all blocks of a design have in common.
struct Mapping {
  SynthTools tools;
  Liberty library;
  std::string library_digest;
  RtlSources sources;
  std::string cache;  // folder
};

// The library that `liberty` names (empty: Debian's osu018), the tools, the RTL, the cache.
Mapping PrepareMapping(const std::string& liberty, const std::string& rtl_dir,
                       const std::vector<std::string>& blocks);

struct MappedBlock {
  std::string module;
  std::string folder;                            // netlist.v and netlist.json are in it
  std::map<std::string, int64_t> cells;          // of the library
  std::map<std::string, std::string> instances;  // of other blocks and memories: their modules

  std::map<std::string, int64_t> Children() const;  // how many instances of each
  int64_t count() const;
  double area_um2(const Liberty& library) const;
  double leakage_w(const Liberty& library) const;
};

// `module` with all below it; modules of a kind in `cuts` stay instances.
std::string BlockKey(const Mapping& mapping, const Design& design, const std::string& module,
                     const std::set<std::string>& cuts);
bool IsMapped(const Mapping& mapping, const std::string& key);
MappedBlock MapBlock(const Mapping& mapping, const Design& design, const std::string& module,
                     const std::set<std::string>& cuts);

inline constexpr char kMemory[] = "itg_sram";  // the kind that no library maps

}  // namespace itg
