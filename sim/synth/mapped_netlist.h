// SPDX-License-Identifier: Apache-2.0
//
// A module of the RTL as gates of a library: Yosys maps it with everything below it into one flat
// netlist of cells, but for memories (itg_sram), which stay instances of macros. Cached by the
// digest of all that decides the result.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace itg {

struct MapRequest {
  std::string module;                                       // "itg_round"
  std::vector<std::pair<std::string, int64_t>> parameters;  // the others keep their defaults
  std::string liberty;                                      // file
  std::string rtl_dir;                                      // empty: that of ShareDir()
  std::vector<std::string> blocks;                          // HwConfig::blocks
};

struct MappedNetlist {
  std::string module;                     // the name of the top module in both files
  std::string verilog;                    // paths in the cache
  std::string json;                       // Yosys' write_json of the same netlist
  std::map<std::string, int64_t> cells;   // how many of each cell of the library
  std::map<std::string, int64_t> macros;  // and of each memory: "itg_sram_Depth64_Width32"
  int64_t count = 0;                      // cells, without macros
  double area_um2 = 0;                    // of the cells
  double leakage_w = 0;
};

// Takes it from the cache, or maps it: seconds for a unit, minutes for an accelerator. The netlist
// has the ports of the module.
// Throws Error when a tool is missing (names the Debian package), when the library lacks a cell,
// or with the first complaint of Yosys.
MappedNetlist MapModule(const MapRequest& request);

}  // namespace itg
