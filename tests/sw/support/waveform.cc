// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/support/waveform.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <sstream>

#include "sw/data/file.h"

namespace itg {

Edges RisingEdges(const std::string& fst) {
  const std::string vcd = fst + ".vcd";
  EXPECT_EQ(std::system(("fst2vcd -f '" + fst + "' -o '" + vcd + "'").c_str()), 0);
  std::istringstream lines(ReadFile(vcd));
  std::string clock;
  uint64_t time = 0;
  Edges edges;
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (clock.empty() && std::regex_search(line, match, std::regex("var wire +1 (\\S+) clk_i"))) {
      clock = match[1];
    } else if (line[0] == '#') {
      time = std::stoull(line.substr(1));
    } else if (!clock.empty() && line == "1" + clock) {
      if (edges.count++ == 0) edges.first = time;
      edges.last = time;
    }
  }
  return edges;
}

}  // namespace itg
