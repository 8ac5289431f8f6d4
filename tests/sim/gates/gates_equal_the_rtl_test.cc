// SPDX-License-Identifier: Apache-2.0
//
// Does the accelerator `tiny`, as the gates that `intaglio synth --hw tiny` gives area and clock
// of, train as golden does, in the cycles of the RTL? Are broken gates noticed?

#include <gtest/gtest.h>

#include "sw/data/load.h"
#include "sw/train/session.h"
#include "sw/train/train_config.h"
#include "tests/sim/gates/support/random_programs.h"

namespace itg {
namespace {

const GateMachine& Tiny() {
  static const GateMachine kMachine(HwConfig::FromFile("tiny"));
  return kMachine;
}

// A training step of a small network.
TEST(GatesOfTiny, TrainWithTheBitsOfGoldenInTheCyclesOfTheRtl) {
  Lockstep machine(Tiny().Expected(), Tiny().Make(), CompareCycles::kYes);
  const TrainConfig config =
      LoadTrainConfig("digits",
                      {"batch=4", R"(network=[{"linear":8},"relu",{"linear":10}])",
                       "data.train_limit=64", "data.test_limit=16", "rounding.gradient=stochastic"},
                      &Tiny().hw);
  const Dataset data = LoadDataset(config.data);
  Session session(config, data, &machine);
  session.BeginEpoch();
  session.Step();
  EXPECT_GT(machine.comparison().commands, 5u);
  EXPECT_GT(machine.comparison().elements, 600u);
  RecordProperty("elements", std::to_string(machine.comparison().elements));
  RecordProperty("cycles", std::to_string(session.training().cycles()));
  RecordProperty("cells", std::to_string(Tiny().CellsOf("").size()));
}

// Programs of 12,000 cycles together.
const std::vector<TestProgram>& Programs() {
  static const std::vector<TestProgram> kPrograms = ShortPrograms(Tiny(), 1, 3000, 12'000);
  return kPrograms;
}

TEST(GatesOfTiny, ExecuteRandomProgramsAsGoldenDoes) {
  EXPECT_GE(Compare(Tiny(), Programs()).commands, Programs().size());
}

// One NAND of the array that is a NOR.
TEST(GatesOfTiny, EndALockstepWhenAGateIsSwapped) {
  GateMachine broken = Tiny();
  const std::vector<size_t> cells = broken.CellsOf("u_array/");
  const auto nand = std::find_if(cells.begin(), cells.end(), [&](size_t cell) {
    return broken.netlist.cells[cell].type == "NAND2X1";
  });
  ASSERT_NE(nand, cells.end());
  broken.netlist.cells[*nand].type = "NOR2X1";
  EXPECT_THROW(Compare(broken, Programs()), Difference);
}

// Of 63 outputs that are stuck, 33 anywhere, 62 in the array and 38 in the rounding lanes were
// noticed when this was written; another mapping draws others.
TEST(GatesOfTiny, AreNoticedWhenBroken) {
  const std::pair<const char*, int> parts[] = {{"", 21}, {"u_array/", 55}, {"u_round_lanes/", 28}};
  for (const auto& [path, least] : parts) {
    const int noticed = Count(Noticed(Tiny(), DrawFaults(Tiny(), path, 1), Programs()));
    EXPECT_GE(noticed, least) << "below " << path;
    RecordProperty(std::string("noticed ") + path, noticed);
  }
}

}  // namespace
}  // namespace itg
