// SPDX-License-Identifier: Apache-2.0
//
// Does the hardware's machine know when a command wrote the first wrong byte? Right hardware writes
// none, whatever the program; when one element is expected to be another, it comes while the
// command runs, and later in the tensor is later in time.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/generate.h"

namespace itg {
namespace {

constexpr uint32_t kSeed = 900;
constexpr uint64_t kPrograms = 60;

class WrongWrites : public ::testing::Test {
 protected:
  WrongWrites() : hw_(HwConfig::FromFile("tiny")), watch_(std::make_shared<WriteWatch>()) {
    RtlOptions options;
    options.watch = watch_;
    rtl_ = MakeRtlMachine(hw_, options);
  }

  void Load(const TestProgram& test) {
    for (Machine* machine : {golden_.get(), rtl_.get()}) {
      machine->Load(test.program);
      machine->SetTrainingStep(test.training_step);
      if (test.mu) machine->SetMu(*test.mu);
    }
  }

  // What golden makes of the command's outputs.
  std::vector<std::pair<BufferId, Tensor>> Expected(const Program& program, size_t index) {
    golden_->Execute(index);
    std::vector<std::pair<BufferId, Tensor>> expected;
    for (const BufferId id : Outputs(program.commands[index])) {
      expected.emplace_back(id, golden_->Read(id));
    }
    return expected;
  }

  Retired Execute(size_t index) {
    watch_->wrong_cycle.reset();
    return rtl_->Execute(index);
  }

  HwConfig hw_;
  std::shared_ptr<WriteWatch> watch_;
  std::unique_ptr<Machine> golden_ = MakeGoldenMachine();
  std::unique_ptr<Machine> rtl_;
};

TEST_F(WrongWrites, AreNoneOfRightHardware) {
  const ProgramGenerator generator(hw_, kSeed);
  for (uint64_t number = 0; number < kPrograms; ++number) {
    const TestProgram test = generator.Make(number);
    Load(test);
    for (size_t index = 0; index < test.program.commands.size(); ++index) {
      watch_->expected = Expected(test.program, index);
      Execute(index);
      EXPECT_FALSE(watch_->wrong_cycle.has_value())
          << Describe(test.program.commands[index]) << " of program " << number << " of seed "
          << kSeed;
    }
  }
}

// A forward product of zeros, one element of which is expected to be another.
TEST_F(WrongWrites, ComeInTheOrderOfTheElements) {
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {64, 4}},
                     {"w", Role::kWeight, 8, {8, 4}},
                     {"y", Role::kAccumulator, 32, {64, 8}}};
  Command product;
  product.a = 0;
  product.b = 1;
  product.out = 2;
  program.commands = {product};
  Load({program, 0, {}});
  std::vector<uint64_t> cycles;
  for (const int64_t wrong : {0, 255, 511}) {
    watch_->expected = Expected(program, 0);
    watch_->expected[0].second.Set(wrong, 1);  // it is 0
    const Retired retired = Execute(0);
    ASSERT_TRUE(watch_->wrong_cycle.has_value());
    EXPECT_GT(*watch_->wrong_cycle, retired.start_cycle);
    EXPECT_LE(*watch_->wrong_cycle, retired.end_cycle);
    cycles.push_back(*watch_->wrong_cycle - retired.start_cycle);
  }
  // 4 bytes an element, a beat of the bus a cycle: no sooner after the one before, but that may
  // have waited for the rest of its burst.
  const uint64_t a_cycle = static_cast<uint64_t>(hw_.bus_bytes) / 4;
  const uint64_t burst = static_cast<uint64_t>(hw_.burst_beats);
  EXPECT_GE(cycles[1] + burst, cycles[0] + 255 / a_cycle);
  EXPECT_GE(cycles[2] + burst, cycles[1] + 256 / a_cycle);
}

// An exponent is part of what a command writes.
TEST_F(WrongWrites, CountTheExponent) {
  const ProgramGenerator generator(hw_, kSeed);
  const TestProgram test = generator.Make(0);
  Load(test);
  watch_->expected = Expected(test.program, 0);
  Tensor* const out = &watch_->expected[0].second;
  out->set_exponent(out->exponent() + 1);
  Execute(0);
  EXPECT_TRUE(watch_->wrong_cycle.has_value());
}

}  // namespace
}  // namespace itg
