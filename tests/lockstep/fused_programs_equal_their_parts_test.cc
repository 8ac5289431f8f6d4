// SPDX-License-Identifier: Apache-2.0
//
// Does a fused command compute what its parts compute? Whole random programs, chains included, run
// as they are and with every fused command taken apart: every buffer and the number of saturated
// elements must be equal. And does a right program survive the other kernel?

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/compare/generate.h"
#include "tests/model/support/unfuse.h"

namespace itg {
namespace {

// Runs `program` (the one of `test`, or its parts) to the end; returns the saturated elements.
uint64_t RunToEnd(const TestProgram& test, const Program& program, Machine* machine) {
  Validate(program);
  machine->Load(program);
  machine->SetTrainingStep(test.training_step);
  if (test.mu) machine->SetMu(*test.mu);
  uint64_t saturations = 0;
  for (size_t i = 0; i < program.commands.size(); ++i) {
    saturations += machine->Execute(i).saturations;
  }
  return saturations;
}

class Programs : public testing::TestWithParam<const char*> {};

TEST_P(Programs, FusedEqualTheirParts) {
  const uint32_t seed = 11;
  const ProgramGenerator generator(HwConfig::FromFile(GetParam()), seed);
  const std::unique_ptr<Machine> fused = MakeGoldenMachine();
  const std::unique_ptr<Machine> parts = MakeGoldenMachine();
  size_t taken_apart = 0;
  for (uint64_t index = 0; index < 100; ++index) {
    SCOPED_TRACE("program " + std::to_string(index) + " of seed " + std::to_string(seed));
    const TestProgram test = generator.Make(index);
    const Program unfused = Unfused(test.program);
    taken_apart += unfused.commands.size() - test.program.commands.size();
    const uint64_t saturations = RunToEnd(test, test.program, fused.get());
    ASSERT_EQ(RunToEnd(test, unfused, parts.get()), saturations);
    for (size_t i = 0; i < test.program.buffers.size(); ++i) {
      const BufferId id = static_cast<BufferId>(i);
      ASSERT_EQ(fused->Read(id), parts->Read(id)) << "buffer " << test.program[id].name;
    }
  }
  EXPECT_GT(taken_apart, 500u);
}

TEST_P(Programs, AreTheSameWithThePlainKernel) {
  const uint32_t seed = 12;
  const ProgramGenerator generator(HwConfig::FromFile(GetParam()), seed);
  const std::unique_ptr<Machine> fast = MakeGoldenMachine(KernelChoice::kAuto);
  const std::unique_ptr<Machine> plain = MakeGoldenMachine(KernelChoice::kReference);
  for (uint64_t index = 0; index < 25; ++index) {
    SCOPED_TRACE("program " + std::to_string(index) + " of seed " + std::to_string(seed));
    const TestProgram test = generator.Make(index);
    RunToEnd(test, test.program, fast.get());
    RunToEnd(test, test.program, plain.get());
    for (size_t i = 0; i < test.program.buffers.size(); ++i) {
      const BufferId id = static_cast<BufferId>(i);
      ASSERT_EQ(fast->Read(id), plain->Read(id)) << "buffer " << test.program[id].name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Random, Programs, testing::Values("tiny", "odd", "base"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace itg
