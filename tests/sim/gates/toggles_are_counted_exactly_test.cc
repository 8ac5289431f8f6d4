// SPDX-License-Identifier: Apache-2.0
//
// Do hand-made netlists behave, lane by lane, as their drawings say, and toggle as often?

#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/gates/gate_simulation.h"

namespace itg {
namespace {

constexpr uint64_t kAll = ~uint64_t{0};

GateLibrary Library() {
  const auto f = [](const char* text) { return BooleanFunction(text); };
  GateLibrary library;
  library["INV"].outputs.emplace("Y", f("!A"));
  library["NAND"].outputs.emplace("Y", f("!(A B)"));
  library["AND"].outputs.emplace("Y", f("A B"));
  library["DFF"] = {{{"Q", f("IQ")}}, {{false, f("CK"), f("D"), "IQ", "IQN"}}};
  library["DFFQN"] = {{{"QN", f("IQN")}}, {{false, f("CK"), f("D"), "IQ", "IQN"}}};
  library["DFFN"] = {{{"Q", f("IQ")}}, {{false, f("!CK"), f("D"), "IQ", "IQN"}}};
  library["LATCH"] = {{{"Q", f("IQ")}}, {{true, f("EN"), f("D"), "IQ", "IQN"}}};
  return library;
}

NetlistCell Cell(const std::string& type, const std::map<std::string, int>& pins) {
  NetlistCell cell{type, type, {}};
  for (const auto& [pin, net] : pins) cell.pins[pin] = {net};
  return cell;
}

GateNetlist Netlist(const std::vector<NetlistCell>& cells) {
  GateNetlist netlist;
  netlist.source = "hand";
  netlist.nets = 20;
  netlist.ports["clk"] = {true, {2}};
  netlist.cells = cells;
  return netlist;
}

// Three gates: n5 = !(n3 n4), n6 = !n5, n7 = n6 n3. Lane 0 and 1 see (1,1), (1,0), (1,1), (0,1).
TEST(Toggles, OfThreeGatesAreThoseOfTheTable) {
  const GateNetlist netlist =
      Netlist({Cell("AND", {{"A", 6}, {"B", 3}, {"Y", 7}}), Cell("INV", {{"A", 5}, {"Y", 6}}),
               Cell("NAND", {{"A", 3}, {"B", 4}, {"Y", 5}})});
  GateSimulation simulation(netlist, Library(), "clk", 1);
  const std::vector<std::pair<uint64_t, uint64_t>> inputs = {{3, 3}, {3, 0}, {3, 3}, {0, 3}};
  for (size_t i = 0; i < inputs.size(); ++i) {
    simulation.Set(3, inputs[i].first);
    simulation.Set(4, inputs[i].second);
    simulation.Settle();
    simulation.Count(i == 0 ? 0 : 3);
  }
  EXPECT_EQ(simulation.toggles(3), 2u);  // 1 1 1 0 in two lanes
  EXPECT_EQ(simulation.toggles(4), 4u);  // 1 0 1 1
  EXPECT_EQ(simulation.toggles(5), 6u);  // 0 1 0 1
  EXPECT_EQ(simulation.toggles(6), 6u);
  EXPECT_EQ(simulation.toggles(7), 6u);
  EXPECT_EQ(simulation.Get(5) & 3, 3u);
}

// A lane that is not in the mask moves uncounted.
TEST(Toggles, AreCountedInTheLanesOfTheMask) {
  const GateNetlist netlist = Netlist({Cell("INV", {{"A", 3}, {"Y", 4}})});
  GateSimulation simulation(netlist, Library(), "clk", 1);
  simulation.Settle();
  simulation.Count(0);
  simulation.Set(3, 0b111);
  simulation.Settle();
  simulation.Count(0b101);
  EXPECT_EQ(simulation.toggles(4), 2u);
}

// Two flops in a row: a shift register moves by one an edge, whatever the order of the cells.
TEST(Flops, TakeWhatWasThereBeforeTheEdge) {
  const GateNetlist netlist = Netlist({Cell("DFF", {{"CK", 2}, {"D", 4}, {"Q", 5}}),
                                       Cell("DFF", {{"CK", 2}, {"D", 3}, {"Q", 4}}),
                                       Cell("DFFQN", {{"CK", 2}, {"D", 5}, {"QN", 6}})});
  GateSimulation simulation(netlist, Library(), "clk", 1);
  const uint64_t pattern[] = {1, 0, 2, 3, 0, 0};
  for (int i = 0; i < 6; ++i) {
    simulation.Set(3, pattern[i]);
    simulation.Settle();
    EXPECT_EQ(simulation.Get(4), i < 1 ? 0 : pattern[i - 1]);
    EXPECT_EQ(simulation.Get(5), i < 2 ? 0 : pattern[i - 2]);
    EXPECT_EQ(simulation.Get(6), i < 3 ? kAll : ~pattern[i - 3]);
    simulation.Edge();
  }
}

// itg_clock_gate: a latch that is open while the clock is low, and an AND. The flop behind it takes
// its data only in lanes whose enable was 1 before the edge.
TEST(ClockGates, LetTheEdgeThroughLaneByLane) {
  const GateNetlist netlist = Netlist(
      {Cell("INV", {{"A", 2}, {"Y", 3}}), Cell("LATCH", {{"EN", 3}, {"D", 4}, {"Q", 5}}),
       Cell("AND", {{"A", 2}, {"B", 5}, {"Y", 6}}), Cell("DFF", {{"CK", 6}, {"D", 7}, {"Q", 8}})});
  GateSimulation simulation(netlist, Library(), "clk", 1);
  simulation.Set(4, 0b0110);
  simulation.Set(7, kAll);
  simulation.Settle();
  simulation.Edge();
  simulation.Settle();
  EXPECT_EQ(simulation.Get(8), 0b0110u);
  simulation.Set(4, 0b0011);
  simulation.Set(7, 0);
  simulation.Settle();
  simulation.Edge();
  simulation.Settle();
  EXPECT_EQ(simulation.Get(8), 0b0100u);
}

// itg_sram: the word that is being written is read as it was; without re_i the last word stays.
TEST(Memories, ReadTheOldWordAndHoldIt) {
  NetlistCell memory{"m", "$paramod\\itg_sram\\Width=2", {}};
  memory.pins = {{"clk_i", {2}},   {"re_i", {3}},       {"we_i", {4}},       {"raddr_i", {5}},
                 {"waddr_i", {6}}, {"rdata_o", {7, 8}}, {"wdata_i", {9, 10}}};
  GateSimulation simulation(Netlist({memory}), Library(), "clk", 2);
  const auto cycle = [&](uint64_t read, uint64_t write, uint64_t address, uint64_t low,
                         uint64_t high) {
    simulation.Set(3, read), simulation.Set(4, write);
    simulation.Set(5, address), simulation.Set(6, address);
    simulation.Set(9, low), simulation.Set(10, high);
    simulation.Settle();
    simulation.Edge();
    simulation.Settle();
  };
  cycle(3, 3, 0b01, 0b10, 0b01);  // lane 0: word 1 = 2, lane 1: word 0 = 1
  EXPECT_EQ(simulation.Get(7) & 3, 0u);
  cycle(3, 0, 0b01, 0, 0);
  EXPECT_EQ(simulation.Get(7) & 3, 0b10u);
  EXPECT_EQ(simulation.Get(8) & 3, 0b01u);
  cycle(0, 3, 0b01, 0, 0);
  EXPECT_EQ(simulation.Get(7) & 3, 0b10u);
  cycle(3, 0, 0b01, 0, 0);
  EXPECT_EQ(simulation.Get(7) & 3, 0u);
}

std::string Refusal(const std::vector<NetlistCell>& cells) {
  try {
    GateSimulation(Netlist(cells), Library(), "clk", 1);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Netlists, AreRefusedWithTheCell) {
  EXPECT_NE(Refusal({Cell("MUX", {})}).find("(MUX): not in the library"), std::string::npos);
  EXPECT_NE(Refusal({Cell("INV", {{"Y", 4}})}).find("no pin A"), std::string::npos);
  EXPECT_NE(Refusal({Cell("DFFN", {{"CK", 2}, {"D", 3}, {"Q", 4}})}).find("not on the rising edge"),
            std::string::npos);
  EXPECT_NE(Refusal({Cell("INV", {{"A", 4}, {"Y", 5}}), Cell("INV", {{"A", 5}, {"Y", 4}})})
                .find("a loop of gates"),
            std::string::npos);
  EXPECT_NE(Refusal({Cell("INV", {{"A", 4}, {"Y", 5}}), Cell("INV", {{"A", 3}, {"Y", 5}})})
                .find("two outputs drive one net"),
            std::string::npos);
}

TEST(Netlists, AreReadAsYosysWritesThem) {
  const GateNetlist netlist = GateNetlist::FromJson(
      R"({"modules": {"m": {"attributes": {"top": "1"}, "ports":
          {"a": {"direction": "input", "bits": [2, 3]}, "y": {"direction": "output", "bits": [4]}},
          "cells": {"c": {"type": "INV", "connections": {"A": ["1"], "Y": [4]}}},
          "netnames": {"w": {"hide_name": 0, "bits": [3, "x", "0"]},
                       "split[1]": {"bits": [4]}}}}})",
      "", "t.json");
  EXPECT_EQ(netlist.nets, 5);
  EXPECT_TRUE(netlist.ports.at("a").input);
  EXPECT_EQ(netlist.Port("a"), (std::vector<int>{2, 3}));
  EXPECT_EQ(netlist.cells.at(0).pins.at("A"), std::vector<int>{1});
  EXPECT_EQ(netlist.WireBit("w", 0), 3);
  EXPECT_EQ(netlist.WireBit("split", 1), 4);
  EXPECT_EQ(netlist.WireBit("w", 3), 0);
  EXPECT_THROW(netlist.Port("b"), Error);
  EXPECT_THROW(GateNetlist::FromJson("{}", "", "t.json"), Error);
  EXPECT_THROW(GateNetlist::FromJson("{", "", "t.json"), Error);
}

}  // namespace
}  // namespace itg
