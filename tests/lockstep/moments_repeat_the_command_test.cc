// SPDX-License-Identifier: Apache-2.0
//
// Can a command that differed be executed again, alone, with the same bits? An update in place,
// rounded stochastically with a mu that was set later, so that everything a command depends on has
// its part: tensors, training step, mu.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "tests/lockstep/faulty_machine.h"

namespace itg {
namespace {

// out [3][2] = x [3][4] * w [2][4], then w -= round(error [3][2] * x), twice.
Program TwoUpdates() {
  Program program;
  program.seed = 7;
  program.buffers = {{"x", Role::kActivation, 8, {3, 4}},
                     {"w", Role::kWeight, 8, {2, 4}},
                     {"error", Role::kError, 8, {3, 2}}};
  for (const BufferId id : {0, 1, 2}) {
    Tensor tensor = MakeTensor(program[id]);
    for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, (37 * i + 11 * id) % 255 - 127);
    program.initial.emplace_back(id, tensor);
  }
  Command update;
  update.opcode = Opcode::kGradient;
  update.post = Post::kUpdate;
  update.rounding = Rounding::kStochastic;
  update.mu = 2;
  update.a = 2;
  update.b = 0;
  update.out = 1;
  update.tensor_id = 5;
  program.commands = {update, update};
  return program;
}

// The difference that a bit flipped in w after the second update makes.
Difference Differ() {
  const auto flip = [](const Program&, size_t index, Machine* machine, Retired*) {
    if (index == 1) FlipBit(machine, 1, 3, 0);
    return index == 1;
  };
  Lockstep lockstep(MakeGoldenMachine(),
                    std::make_unique<FaultyMachine>(MakeGoldenMachine(), flip));
  lockstep.Load(TwoUpdates());
  lockstep.SetTrainingStep(11);
  lockstep.SetMu(6);
  lockstep.Execute(0);
  try {
    lockstep.Execute(1);
  } catch (const Difference& difference) {
    return difference;
  }
  ADD_FAILURE() << "no difference";
  return Difference("none", {});
}

// The weights after both updates, run as they should be.
Tensor Right(uint32_t training_step, int mu) {
  const std::unique_ptr<Machine> golden = MakeGoldenMachine();
  golden->Load(TwoUpdates());
  golden->SetTrainingStep(training_step);
  golden->SetMu(mu);
  golden->Execute(0);
  golden->Execute(1);
  return golden->Read(1);
}

TEST(Moment, HoldsAllThatTheCommandDependsOn) {
  const Difference difference = Differ();
  ASSERT_NE(difference.moment, nullptr);
  const Moment& moment = *difference.moment;
  EXPECT_EQ(moment.command, 1u);
  ASSERT_EQ(moment.expected.size(), 1u);
  EXPECT_EQ(moment.expected[0].first, 1);
  EXPECT_TRUE(moment.expected[0].second == Right(11, 6));
  // The bits depend on each of the two: a moment without them would not give the same.
  EXPECT_FALSE(Right(11, 6) == Right(12, 6));
  EXPECT_FALSE(Right(11, 6) == Right(11, 2));

  const std::unique_ptr<Machine> golden = MakeGoldenMachine();
  Enter(moment, golden.get());
  golden->Execute(moment.command);
  EXPECT_TRUE(golden->Read(1) == moment.expected[0].second);
}

TEST(Moment, ForgetsTheProgramBefore) {
  Lockstep lockstep(MakeGoldenMachine(),
                    std::make_unique<FaultyMachine>(
                        MakeGoldenMachine(), [](const Program&, size_t, Machine* m, Retired*) {
                          FlipBit(m, 1, 0, 0);
                          return true;
                        }));
  lockstep.Load(TwoUpdates());
  lockstep.SetTrainingStep(11);
  lockstep.SetMu(6);
  lockstep.Load(TwoUpdates());
  try {
    lockstep.Execute(0);
    FAIL() << "no difference";
  } catch (const Difference& difference) {
    EXPECT_EQ(difference.moment->training_step, 0u);
    EXPECT_FALSE(difference.moment->mu.has_value());
  }
}

}  // namespace
}  // namespace itg
