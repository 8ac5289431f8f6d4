// SPDX-License-Identifier: Apache-2.0
//
// The RTL as Yosys elaborates it: every module with the parameters it has in this design, in
// RTLIL. Modules are named by what they are, "itg_fifo_Depth16_Width8", so that names, and with
// them netlists and digests, do not depend on where in a design a module is.

#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace itg {

struct DesignModule {
  std::string kind;  // "itg_fifo", the name in the source
  std::map<std::string, std::string> parameters;
  std::map<std::string, int> instances;  // of other modules of the design, by name
  std::string text;                      // RTLIL
};

struct Design {
  std::string top;
  std::map<std::string, DesignModule> modules;

  // Those of kind `kind`, and how often each is there, all instances of all parents counted.
  std::map<std::string, int> CountInstances() const;

  // `module` and all below it, but not below those of a kind in `cuts`; these are in the set.
  std::set<std::string> Below(const std::string& module, const std::set<std::string>& cuts) const;
};

// Reads what Yosys 0.23's write_rtlil wrote. Throws Error naming `source` when it has no module
// of kind `top`.
Design ReadDesign(const std::string& rtlil, const std::string& top, const std::string& source);

// The design as RTLIL: these modules.
std::string RtlilOf(const Design& design, const std::set<std::string>& modules);

}  // namespace itg
