// SPDX-License-Identifier: Apache-2.0
//
// What a waveform holds.

#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace itg {

// Rising edges of the top's clock; the times of the first and the last. Ten units of time a cycle.
struct Edges {
  int count = 0;
  uint64_t first = 0;
  uint64_t last = 0;
};

// Of an FST file; needs fst2vcd. Fails the test when the file cannot be read.
Edges RisingEdges(const std::string& fst);

// The full names of all its signals, vectors with their range: "top.u_core.shift[4:0]".
std::set<std::string> SignalNames(const std::string& fst);

}  // namespace itg
