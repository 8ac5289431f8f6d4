// SPDX-License-Identifier: Apache-2.0
//
// Are predicted cycles, their terms and all counters those of the RTL, to the last one, for every
// command of random programs? The predictions are on disk before the RTL exists: what is compared
// was said beforehand. How many programs and configurations: ITG_CYCLE_PROGRAMS of each,
// ITG_CYCLE_DRAWN drawn ones.

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "sim/cycle/predictor.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/generate.h"
#include "tests/lockstep/drawn_configuration.h"

#ifndef ITG_CYCLE_PROGRAMS
#define ITG_CYCLE_PROGRAMS 40
#define ITG_CYCLE_DRAWN 0
#endif

namespace itg {
namespace {

// A command's costs as a line.
std::string Line(uint64_t program, size_t command, const CycleTerms& terms,
                 const Counters& counters) {
  std::string line = std::to_string(program) + " " + std::to_string(command);
  for (const auto field : kCycleTermFields) line += " " + std::to_string(terms.*field);
  for (const auto field : kCounterFields) line += " " + std::to_string(counters.*field);
  return line;
}

void WritePredictions(const HwConfig& hw, const ProgramGenerator& generator,
                      const std::string& file) {
  std::ofstream out(file);
  Predictor predictor(hw);
  for (uint64_t program = 0; program < ITG_CYCLE_PROGRAMS; ++program) {
    const Schedule schedule = Plan(generator.Make(program).program, hw);
    predictor.Load(schedule);
    for (size_t i = 0; i < schedule.commands.size(); ++i) {
      const Prediction& prediction = predictor.Predict(i);
      out << Line(program, i, prediction.terms, prediction.counters) << "\n";
    }
  }
  ASSERT_TRUE(out.flush()) << file;
}

void ExpectPredicted(const HwConfig& hw, uint32_t seed) {
  SCOPED_TRACE("configuration " + hw.name + ", programs of seed " + std::to_string(seed));
  const ProgramGenerator generator(hw, seed);
  const std::string file = testing::TempDir() + "/predicted_" + hw.name + ".txt";
  WritePredictions(hw, generator, file);

  std::ifstream predictions(file);
  const std::unique_ptr<Machine> rtl = MakeRtlMachine(hw, {});
  std::string predicted;
  uint64_t compared = 0;
  for (uint64_t program = 0; program < ITG_CYCLE_PROGRAMS; ++program) {
    const TestProgram test = generator.Make(program);
    rtl->Load(test.program);
    rtl->SetTrainingStep(test.training_step);
    for (size_t i = 0; i < test.program.commands.size(); ++i, ++compared) {
      const Retired retired = rtl->Execute(i);
      ASSERT_EQ(retired.end_cycle - retired.start_cycle, retired.terms.total());
      ASSERT_TRUE(std::getline(predictions, predicted));
      ASSERT_EQ(predicted, Line(program, i, retired.terms, retired.counters))
          << Describe(test.program.commands[i]);
    }
  }
  EXPECT_FALSE(std::getline(predictions, predicted));
  EXPECT_GE(compared, static_cast<uint64_t>(ITG_CYCLE_PROGRAMS));
}

// Everything of a memory that is no elaboration parameter: the same RTL.
struct Memory {
  const char* name;
  int latency, bytes_per_cycle, reads;
};

class Memories : public testing::TestWithParam<Memory> {};

TEST_P(Memories, TakeThePredictedCycles) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.name = GetParam().name;
  hw.memory_latency = GetParam().latency;
  hw.memory_bytes_per_cycle = GetParam().bytes_per_cycle;
  hw.memory_reads = GetParam().reads;
  ExpectPredicted(hw, 1);
}

INSTANTIATE_TEST_SUITE_P(Of, Memories,
                         testing::Values(Memory{"tiny", 8, 0, 0}, Memory{"near", 1, 0, 0},
                                         Memory{"far", 300, 0, 0}, Memory{"narrow", 8, 3, 0},
                                         Memory{"odd", 17, 5, 2}, Memory{"one_at_a_time", 5, 0, 1}),
                         [](const auto& info) { return std::string(info.param.name); });

class Drawn : public testing::TestWithParam<int> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Drawn);

TEST_P(Drawn, TakeThePredictedCycles) {
  RandomSource random(static_cast<uint64_t>(GetParam()), 0);
  HwConfig hw = DrawConfiguration(static_cast<uint64_t>(GetParam()), &random);
  if (random.OneIn(3))
    hw.memory_bytes_per_cycle = static_cast<int>(random.Between(1, 2 * hw.bus_bytes));
  if (random.OneIn(4)) hw.memory_reads = static_cast<int>(random.Between(1, 5));
  ExpectPredicted(hw, static_cast<uint32_t>(GetParam()));
}

#if ITG_CYCLE_DRAWN > 0
INSTANTIATE_TEST_SUITE_P(Configurations, Drawn, testing::Range(1, 1 + ITG_CYCLE_DRAWN));
#endif

}  // namespace
}  // namespace itg
