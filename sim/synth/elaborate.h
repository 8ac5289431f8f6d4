// SPDX-License-Identifier: Apache-2.0
//
// From source files to a Design.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/synth/design.h"
#include "sim/synth/synth_tools.h"

namespace itg {

struct RtlSources {
  std::vector<std::string> files;            // packages first
  std::map<std::string, std::string> texts;  // by module: the source of each
  std::string packages;                      // the text of all packages
  std::string digest;                        // of all texts
};

// The RTL below `rtl_dir` (empty: that of ShareDir()) with a user's blocks in their places. Where
// the user has none, the structural twins of sim/synth/rtl take theirs.
RtlSources FindRtl(const std::string& rtl_dir, const std::vector<std::string>& blocks);

// The module `top` with these parameters, elaborated in the folder `work`.
Design Elaborate(const SynthTools& tools, const RtlSources& sources, const std::string& top,
                 const std::vector<std::pair<std::string, int64_t>>& parameters,
                 const std::string& work);

}  // namespace itg
