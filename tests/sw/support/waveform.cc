// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/support/waveform.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <sstream>
#include <vector>

#include "sw/data/file.h"

namespace itg {

namespace {

std::string AsVcd(const std::string& fst) {
  const std::string vcd = fst + ".vcd";
  EXPECT_EQ(std::system(("fst2vcd -f '" + fst + "' -o '" + vcd + "'").c_str()), 0);
  return ReadFile(vcd);
}

}  // namespace

std::set<std::string> SignalNames(const std::string& fst) {
  std::istringstream lines(AsVcd(fst));
  std::set<std::string> names;
  std::vector<std::string> scopes;
  for (std::string line; std::getline(lines, line) && line.rfind("$enddefinitions", 0) != 0;) {
    std::istringstream words(line);
    std::string kind, type, name, range;
    words >> kind >> type;
    if (kind == "$scope") {
      words >> name;
      scopes.push_back((scopes.empty() ? "" : scopes.back()) + name + ".");
    } else if (kind == "$upscope") {
      scopes.pop_back();
    } else if (kind == "$var") {
      std::string bits, code;
      words >> bits >> code >> name >> range;
      names.insert(scopes.back() + name + (range == "$end" ? "" : range));
    }
  }
  return names;
}

Edges RisingEdges(const std::string& fst) {
  std::istringstream lines(AsVcd(fst));
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
