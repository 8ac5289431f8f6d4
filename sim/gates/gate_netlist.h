// SPDX-License-Identifier: Apache-2.0
//
// A flat netlist of library cells and memories, as Yosys writes it (write_json). Nets are numbers;
// 0 and 1 are the constants, an undefined bit counts as 0.

#pragma once

#include <map>
#include <string>
#include <vector>

namespace itg {

struct NetlistPort {
  bool input = false;
  std::vector<int> nets;  // bit 0 first
};

struct NetlistCell {
  std::string name;
  std::string type;
  std::map<std::string, std::vector<int>> pins;
};

struct GateNetlist {
  std::string source;  // file and module, for errors
  int nets = 2;
  std::map<std::string, NetlistPort> ports;
  std::vector<NetlistCell> cells;
  std::map<std::string, std::vector<int>> names;  // of wires that the RTL named

  // Module `top` of the text; empty: that of the attribute "top", or the only one. Throws Error.
  static GateNetlist FromJson(const std::string& text, const std::string& top,
                              const std::string& source);

  // The bits of a port. Throws Error when there is none.
  const std::vector<int>& Port(const std::string& name) const;
  // A bit of a wire, whose bits may have been made wires of their own; 0: there is none.
  int WireBit(const std::string& name, int bit) const;
};

}  // namespace itg
