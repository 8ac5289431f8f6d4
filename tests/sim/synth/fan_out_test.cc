// SPDX-License-Identifier: Apache-2.0
//
// Trees of buffers in small netlists.

#include "sim/synth/fan_out.h"

#include <gtest/gtest.h>

#include <map>

#include "sim/config/json.h"

namespace itg {
namespace {

using Json = nlohmann::json;

LibertyCell OneInput(const std::string& name, double area, const std::string& function) {
  LibertyCell cell;
  cell.name = name;
  cell.area = area;
  LibertyPin input;
  input.name = "A";
  LibertyPin output;
  output.name = "Y";
  output.direction = LibertyPin::Direction::kOutput;
  output.function = function;
  cell.pins = {input, output};
  return cell;
}

Liberty Library() {
  Liberty library;
  library.cells = {OneInput("BUF4", 8, "A"), OneInput("INV", 1, "!A"), OneInput("BUF1", 2, "A"),
                   OneInput("BUF2", 4, "A")};
  return library;
}

constexpr int kSource = 3;

// Port s, net 3, into `count` blocks, each with a clock on net 2 and an output of its own.
Json Star(int count) {
  Json cells = Json::object();
  for (int i = 0; i < count; ++i) {
    cells["b" + std::to_string(i)] = {
        {"type", "block"},
        {"port_directions", {{"clk_i", "input"}, {"s", "input"}, {"o", "output"}}},
        {"connections", {{"clk_i", {2}}, {"s", {kSource}}, {"o", {100 + i}}}}};
  }
  Json module = {{"ports", {{"s", {{"direction", "input"}, {"bits", {kSource}}}}}},
                 {"cells", cells}};
  return {{"modules", {{"m", module}}}};
}

// How many buffers lie between the source and each block; fails where a net has too many sinks.
std::map<std::string, int> Depths(const Json& netlist) {
  const Json& cells = netlist.at("modules").at("m").at("cells");
  std::map<int, int> sinks;
  std::map<int, int> driver;  // of a buffer's output: its input
  for (const auto& [name, cell] : cells.items()) {
    const Json& pins = cell.at("connections");
    if (cell.at("type") == "block") {
      ++sinks[pins.at("s")[0]];
    } else {
      ++sinks[pins.at("A")[0]];
      EXPECT_TRUE(driver.emplace(pins.at("Y")[0].get<int>(), pins.at("A")[0].get<int>()).second);
    }
  }
  for (const auto& [net, count] : sinks) EXPECT_LE(count, kMostSinks) << net;
  std::map<std::string, int> depths;
  for (const auto& [name, cell] : cells.items()) {
    if (cell.at("type") != "block") continue;
    int net = cell.at("connections").at("s")[0];
    while (net != kSource) {
      net = driver.at(net);
      ++depths[name];
    }
  }
  return depths;
}

int CountBuffers(const Json& netlist) {
  int count = 0;
  for (const auto& [name, cell] : netlist.at("modules").at("m").at("cells").items()) {
    if (cell.at("type") == "block") continue;
    EXPECT_EQ(cell.at("type"), "BUF2");  // the second smallest
    ++count;
  }
  return count;
}

TEST(FanOutTest, EightSinksNeedNoBuffer) {
  Json netlist = Star(8);
  const Json before = netlist;
  BufferFanOut(Library(), "m", {"block"}, &netlist);
  EXPECT_EQ(netlist, before);
}

TEST(FanOutTest, NineSinksNeedTwoBuffers) {
  Json netlist = Star(9);
  BufferFanOut(Library(), "m", {"block"}, &netlist);
  EXPECT_EQ(CountBuffers(netlist), 2);
  const std::map<std::string, int> depths = Depths(netlist);
  EXPECT_EQ(depths.size(), 9u);
  for (const auto& [name, depth] : depths) EXPECT_EQ(depth, 1) << name;
}

TEST(FanOutTest, MoreThanSixtyFourNeedTwoLevels) {
  Json netlist = Star(65);
  BufferFanOut(Library(), "m", {"block"}, &netlist);
  EXPECT_EQ(CountBuffers(netlist), 9 + 2);
  const std::map<std::string, int> depths = Depths(netlist);
  EXPECT_EQ(depths.size(), 65u);
  for (const auto& [name, depth] : depths) EXPECT_EQ(depth, 2) << name;
}

TEST(FanOutTest, ClocksOutputsAndOtherCellsStay) {
  Json netlist = Star(65);
  BufferFanOut(Library(), "m", {"block"}, &netlist);
  const Json& cells = netlist.at("modules").at("m").at("cells");
  for (int i = 0; i < 65; ++i) {
    const Json& pins = cells.at("b" + std::to_string(i)).at("connections");
    EXPECT_EQ(pins.at("clk_i")[0], 2);
    EXPECT_EQ(pins.at("o")[0], 100 + i);
  }
  Json others = Star(65);
  const Json before = others;
  BufferFanOut(Library(), "m", {"of another kind"}, &others);
  EXPECT_EQ(others, before);
}

}  // namespace
}  // namespace itg
