// SPDX-License-Identifier: Apache-2.0
//
// Is a netlist that was put together from blocks what a hand would draw?

#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/gates/gate_composition.h"
#include "sim/gates/gate_simulation.h"

namespace itg {
namespace {

// Two outputs: the inverse of input `a`, and input `b` as it is; a third that is always 1.
GateNetlist Below() {
  GateNetlist block;
  block.source = "below";
  block.nets = 5;
  block.ports = {{"a", {true, {2}}}, {"b", {true, {3}}}, {"y", {false, {4, 3, 1}}}};
  block.cells = {{"c", "INV", {{"A", {2}}, {"Y", {4}}}}};
  return block;
}

// The block twice, one behind the other: p -> first -> second -> q.
GateNetlist Top() {
  GateNetlist block;
  block.source = "top";
  block.nets = 11;
  block.ports = {{"p", {true, {2, 3}}}, {"q", {false, {7, 8, 9, 10}}}};
  block.names = {{"middle", {4}}};
  block.cells = {
      {"first", "below", {{"a", {2}}, {"b", {3}}, {"y", {4, 5, 10}}}},
      {"second", "below", {{"a", {4}}, {"b", {5}}, {"y", {7, 8, 9}}}},
  };
  return block;
}

GateLibrary Library() {
  GateLibrary library;
  library["INV"].outputs.emplace("Y", BooleanFunction("!A"));
  return library;
}

TEST(Blocks, AreOneNetlist) {
  const GateNetlist netlist = ComposeGates({{"below", Below()}, {"top", Top()}}, "top");
  ASSERT_EQ(netlist.cells.size(), 2u);
  EXPECT_EQ(netlist.cells[0].name, "first/c");
  EXPECT_EQ(netlist.cells[1].name, "second/c");
  EXPECT_EQ(netlist.cells[0].pins.at("Y"), netlist.cells[1].pins.at("A"));
  EXPECT_EQ(netlist.cells[0].pins.at("Y").at(0), netlist.WireBit("middle", 0));
  const std::vector<int>& p = netlist.Port("p");
  const std::vector<int>& q = netlist.Port("q");
  EXPECT_EQ(q[1], p[1]);  // b goes through both
  EXPECT_EQ(q[2], 1);
  EXPECT_EQ(q[3], 1);
  GateSimulation simulation(netlist, Library(), "", 1);
  simulation.Set(p[0], 0b0110);
  simulation.Settle();
  EXPECT_EQ(simulation.Get(q[0]), 0b0110u);
}

// An output without a reader may be left out, or have a constant for its place.
TEST(Blocks, MayLeaveOutputsUnread) {
  GateNetlist top = Top();
  top.cells[1].pins["y"] = {0, 8, 9};
  const GateNetlist netlist = ComposeGates({{"below", Below()}, {"top", top}}, "top");
  EXPECT_GT(netlist.cells[1].pins.at("Y").at(0), 1);
  top.cells[1].pins["y"] = {};
  EXPECT_EQ(ComposeGates({{"below", Below()}, {"top", top}}, "top").cells.size(), 2u);
}

TEST(Blocks, AreRefusedWithoutTheirPorts) {
  GateNetlist top = Top();
  top.cells[0].pins["y"] = {4, 5};
  EXPECT_THROW(ComposeGates({{"below", Below()}, {"top", top}}, "top"), Error);
  top = Top();
  top.cells[0].pins["z"] = {4};
  EXPECT_THROW(ComposeGates({{"below", Below()}, {"top", top}}, "top"), Error);
  Synthesis empty;
  empty.hardware = "none";
  empty.module = "top";
  EXPECT_THROW(GatesOf(empty), Error);
}

}  // namespace
}  // namespace itg
