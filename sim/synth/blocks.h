// SPDX-License-Identifier: Apache-2.0
//
// What is mapped as a block of its own, and under which name a report counts it. Everything else
// is flattened into the block around it. The finest division that costs next to no area: an
// optimisation across a border between blocks is lost.

#pragma once

#include <set>
#include <string>
#include <vector>

namespace itg {

struct BlockKind {
  const char* module;
  const char* part;  // of the accelerator, in reports
};

const std::vector<BlockKind>& BlockKinds();

// The modules of BlockKinds(), and memories.
std::set<std::string> BlockCuts();

// The part that a block of this kind of module belongs to; "wiring" for none of BlockKinds().
std::string PartOf(const std::string& kind);

// Names of all parts, in the order of reports.
std::vector<std::string> PartNames();

}  // namespace itg
