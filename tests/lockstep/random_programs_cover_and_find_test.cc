// SPDX-License-Identifier: Apache-2.0
//
// Do the random programs of `intaglio compare` reach everything they must, and do they find what
// they are for? Golden against golden must fill the coverage table of every shipped configuration;
// golden against a machine that is wrong in one corner must be stopped by it.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/compare/compare.h"
#include "sw/compare/generate.h"
#include "tests/lockstep/faulty_machine.h"

namespace itg {
namespace {

std::unique_ptr<Machine> Golden() { return MakeGoldenMachine(); }

CompareResult RunOn(const HwConfig& hw, uint64_t programs, uint32_t seed,
                    const MachineFactory& tested = Golden) {
  CompareOptions options;
  options.programs = programs;
  options.seed = seed;
  return RunCompare(Golden, tested, hw, options);
}

std::string Text(const CompareResult& result) {
  std::string text = result.failure ? result.failure->what() : "";
  for (const std::string& cell : result.missing) text += "missing " + cell + "\n";
  return text;
}

class Shipped : public testing::TestWithParam<const char*> {};

TEST_P(Shipped, TwoHundredAndFiftyProgramsFillTheTable) {
  const HwConfig hw = HwConfig::FromFile(GetParam());
  EXPECT_LE(ProgramGenerator(hw, 1).programs_for_full_coverage(), 250u);
  for (const uint32_t seed : {1u, 2u}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const CompareResult result = RunOn(hw, 250, seed);
    EXPECT_TRUE(result.passed()) << Text(result) << result.coverage.Table();
    EXPECT_EQ(result.programs, 250u);
    EXPECT_GT(result.comparison.commands, 2000u);
  }
}

INSTANTIATE_TEST_SUITE_P(Configurations, Shipped, testing::Values("tiny", "odd", "base"),
                         [](const auto& info) { return std::string(info.param); });

HwConfig Smallest() {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.name = "smallest";
  hw.rows = hw.cols = 2;
  hw.activation_bits = hw.weight_bits = hw.error_bits = 4;
  hw.acc_bits = 16;
  hw.scratchpad_bytes = 64;
  hw.accumulator_bytes = 8;  // one tile
  return hw;
}

TEST(RandomPrograms, FillTheTableOfTheSmallestConfiguration) {
  const CompareResult result = RunOn(Smallest(), 250, 1);
  EXPECT_TRUE(result.passed()) << Text(result) << result.coverage.Table();
}

TEST(RandomPrograms, FillTheTableOfMixedWidths) {
  HwConfig hw = HwConfig::FromFile("odd");
  hw.activation_bits = 4;
  hw.weight_bits = 8;
  hw.error_bits = 5;
  hw.gradient_bits = 8;
  hw.bus_bytes = 64;
  hw.scratchpad_bytes = 4 * 64 * 64;
  hw.acc_bits = 17;
  const CompareResult result = RunOn(hw, 250, 1);
  EXPECT_TRUE(result.passed()) << Text(result) << result.coverage.Table();
}

TEST(RandomPrograms, ABitInOneCornerIsFoundAndReplayedAlone) {
  // Wrong only where the first element of a nearest-rounded, masked error is at -Max.
  const auto fault = [](const Program& program, size_t index, Machine* machine, Retired*) {
    const Command& c = program.commands[index];
    if (c.post != Post::kRequantiseMask || c.rounding != Rounding::kNearest) return false;
    const Tensor out = machine->Read(c.out);
    if (out.Get(0) != -MaxMagnitude(program[c.out].bits)) return false;
    FlipBit(machine, c.out, 0, 1);
    return true;
  };
  const MachineFactory faulty = [&] {
    return std::make_unique<FaultyMachine>(MakeGoldenMachine(), fault);
  };
  const HwConfig hw = HwConfig::FromFile("tiny");
  const CompareResult found = RunOn(hw, 250, 1, faulty);
  ASSERT_TRUE(found.failure.has_value());
  EXPECT_FALSE(found.passed());
  const std::string index = std::to_string(found.failure->program);
  EXPECT_NE(std::string(found.failure->what()).find("error+requantise_mask"), std::string::npos);
  EXPECT_NE(std::string(found.failure->what()).find("program     " + index + " of seed 1"),
            std::string::npos);

  CompareOptions alone;
  alone.only = found.failure->program;
  const CompareResult again = RunCompare(Golden, faulty, hw, alone);
  ASSERT_TRUE(again.failure.has_value());
  EXPECT_STREQ(again.failure->what(), found.failure->what());
}

TEST(RandomPrograms, AStrayWriteIsFound) {
  const auto fault = [](const Program& program, size_t index, Machine* machine, Retired*) {
    if (index != 0) return false;
    const BufferId input = program.commands[0].a;  // after it was read
    Tensor tensor = machine->Read(input);
    tensor.Set(0, tensor.Get(0) == 0 ? 1 : 0);
    machine->Write(input, tensor);
    return false;
  };
  const CompareResult result = RunOn(HwConfig::FromFile("tiny"), 20, 1, [&] {
    return std::make_unique<FaultyMachine>(MakeGoldenMachine(), fault);
  });
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_NE(std::string(result.failure->what()).find("writes where no command says so"),
            std::string::npos)
      << result.failure->what();
}

TEST(RandomPrograms, NoProgramsIsNoPass) {
  const CompareResult result = RunOn(HwConfig::FromFile("tiny"), 0, 1);
  EXPECT_EQ(result.comparison.commands, 0u);
  EXPECT_FALSE(result.missing.empty());
  EXPECT_FALSE(result.passed());
}

TEST(RandomPrograms, AreTheSameForTheSameSeed) {
  const HwConfig hw = HwConfig::FromFile("odd");
  const TestProgram one = ProgramGenerator(hw, 7).Make(3);
  const TestProgram two = ProgramGenerator(hw, 7).Make(3);
  EXPECT_EQ(one.training_step, two.training_step);
  ASSERT_EQ(one.program.initial.size(), two.program.initial.size());
  for (size_t i = 0; i < one.program.initial.size(); ++i) {
    EXPECT_EQ(one.program.initial[i].second, two.program.initial[i].second);
  }
  EXPECT_NE(ProgramGenerator(hw, 8).Make(3).training_step, one.training_step);
}

}  // namespace
}  // namespace itg
