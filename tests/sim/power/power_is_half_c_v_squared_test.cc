// SPDX-License-Identifier: Apache-2.0
//
// Is what OpenSTA says of three gates what a hand computes: 1/2 C V^2 for each transition of a net,
// C of the pins on it; and does a gate that stands still cost nothing but leakage?

#include <gtest/gtest.h>

#include <filesystem>

#include "sim/power/sta_power.h"
#include "sim/synth/work_folder.h"

namespace itg {
namespace {

constexpr double kPeriodNs = 10;
constexpr double kClose = 1e-4;  // OpenSTA computes in single precision

struct ThreeGates {
  ThreeGates() : library(Liberty::Read(LibraryFile(""))) {
    netlist.source = "hand";
    netlist.nets = 8;
    netlist.ports = {{"a", {true, {2}}}, {"b", {true, {3}}}, {"y", {false, {7}}}};
    netlist.cells = {{"first", "NAND2X1", {{"A", {2}}, {"B", {3}}, {"Y", {4}}}},
                     {"second", "INVX1", {{"A", {4}}, {"Y", {5}}}},
                     {"third", "NAND2X1", {{"A", {5}}, {"B", {4}}, {"Y", {7}}}}};
  }
  double Pin(const char* cell, const char* pin) const {
    return library.Find(cell)->Find(pin)->capacitance;
  }
  std::vector<CellPower> Measure(const std::vector<NetRates>& rates) const {
    const WorkFolder work(std::filesystem::temp_directory_path().string());
    return MeasurePower(FindSynthTools(), netlist, rates, {&library, kPeriodNs, "", work.path()});
  }

  Liberty library;
  GateNetlist netlist;
};

// Net 4 toggles 0.5 times a cycle and drives an inverter and a NAND, net 5 1.5 times and drives a
// NAND; net 7 drives nothing.
TEST(Switching, IsHalfCVSquaredForEachTransition) {
  const ThreeGates gates;
  NetRates rates(8, 0.0);
  const double still = gates.Measure({rates})[0].switching;
  EXPECT_EQ(still, 0);
  rates[4] = 0.5;
  rates[5] = 1.5;
  const double square = gates.library.voltage * gates.library.voltage;
  const double charge =
      0.5 * (gates.Pin("INVX1", "A") + gates.Pin("NAND2X1", "B")) + 1.5 * gates.Pin("NAND2X1", "A");
  const double expected = charge * square / 2 / (kPeriodNs * 1e-9);
  EXPECT_NEAR(gates.Measure({rates})[0].switching / expected, 1, kClose);
}

// Twice the transitions, twice the energy; the order of the questions does not matter.
TEST(Power, GrowsWithTheRatesAlone) {
  const ThreeGates gates;
  NetRates once(8, 0.25), twice(8, 0.5);
  const std::vector<CellPower> powers = gates.Measure({twice, once, NetRates(8, 0.0), once});
  EXPECT_GT(powers[1].internal, 0);
  EXPECT_NEAR(powers[0].internal / powers[1].internal, 2, kClose);
  EXPECT_NEAR(powers[0].switching / powers[1].switching, 2, kClose);
  EXPECT_EQ(powers[2].dynamic(), 0);
  EXPECT_EQ(powers[3].dynamic(), powers[1].dynamic());
  EXPECT_EQ(powers[0].leakage, powers[2].leakage);
}

// Net 2 drives one pin, net 3 another: 3 and 1 transitions a cycle.
TEST(Inputs, AreChargedByHand) {
  const ThreeGates gates;
  NetRates rates(8, 1.0);
  rates[2] = 3;
  const double square = gates.library.voltage * gates.library.voltage;
  const double expected =
      (3 * gates.Pin("NAND2X1", "A") + gates.Pin("NAND2X1", "B")) * square / 2 * 1e15;
  EXPECT_NEAR(InputEnergy(gates.netlist, gates.library, rates, "") / expected, 1, 1e-12);
  EXPECT_EQ(CountRegisters(gates.netlist, gates.library), 0);
}

}  // namespace
}  // namespace itg
