// SPDX-License-Identifier: Apache-2.0
//
// The golden machine as a Machine: what it retires, what it takes and refuses, that its kernels and
// its host agree, that random bits follow seed, step and tensor.

#include <gtest/gtest.h>

#include "model/error.h"
#include "tests/model/support/programs.h"

namespace itg {
namespace {

class Golden : public testing::Test {
 protected:
  Program p;
  BufferId in = AddBuffer(&p, "in", Role::kActivation, 8, {20, 30});
  BufferId weight = AddBuffer(&p, "weight", Role::kWeight, 8, {10, 30});
  BufferId out = AddBuffer(&p, "out", Role::kActivation, 8, {20, 10});
  BufferId mask = AddBuffer(&p, "mask", Role::kMask, 1, {20, 10});
  BufferId label = AddBuffer(&p, "label", Role::kLabel, 32, {20});
  BufferId loss = AddBuffer(&p, "loss", Role::kError, 8, {20, 10});
  BufferId acc = AddBuffer(&p, "acc", Role::kAccumulator, 32, {20, 10});
  Engine engine{95};

  std::unique_ptr<Machine> Load(KernelChoice kernel = KernelChoice::kAuto) {
    std::unique_ptr<Machine> machine = MakeGoldenMachine(kernel);
    machine->Load(p);
    return machine;
  }
  void AddForward(Rounding rounding, uint32_t tensor_id) {
    AddCommand(&p, Opcode::kForward, Post::kRequantiseRelu, {in, weight, out, mask}, rounding, 3,
               tensor_id);
  }
};

TEST_F(Golden, DigestsTheOutputThenTheWrittenMask) {
  AddForward(Rounding::kNearest, 0);
  AddCommand(&p, Opcode::kForward, Post::kRequantise, {in, weight, out});
  FillRandomly(&engine, &p);
  const std::unique_ptr<Machine> machine = Load();
  const Retired fused = machine->Execute(0);
  EXPECT_EQ(fused.command, 0u);
  EXPECT_EQ(fused.digest, Digest(machine->Read(mask), Digest(machine->Read(out))));
  const Retired plain = machine->Execute(1);
  EXPECT_EQ(plain.command, 1u);
  EXPECT_EQ(plain.digest, Digest(machine->Read(out)));
}

TEST_F(Golden, OmitsDigestsWhenAskedAndNothingElse) {
  AddForward(Rounding::kNearest, 0);
  FillRandomly(&engine, &p);
  const std::unique_ptr<Machine> machine = Load();
  const Retired with = machine->Execute(0);
  EXPECT_NE(with.digest, 0u);
  const Tensor expected = machine->Read(out);
  machine->OmitDigests();
  const Retired without = machine->Execute(0);
  EXPECT_EQ(without.digest, 0u);
  EXPECT_EQ(without.saturations, with.saturations);
  EXPECT_EQ(without.acc_overflows, with.acc_overflows);
  EXPECT_EQ(machine->Read(out), expected);
}

TEST_F(Golden, DigestsTheUpdatedWeightAndCountsBothClips) {
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {loss, in, weight}, Rounding::kNearest, 7);
  FillRandomly(&engine, &p);
  const std::unique_ptr<Machine> machine = Load();
  Tensor e(p[loss].shape, ElementType::kInt8);  // of output 0, over three samples
  Tensor a(p[in].shape, ElementType::kInt8);    // of input 0: acc = -16384
  const int64_t pairs[][2] = {{-127, 127}, {-2, 127}, {-1, 1}};
  for (int64_t n = 0; n < 3; ++n) {
    e.Set(n * 10, pairs[n][0]);
    a.Set(n * 30, pairs[n][1]);
  }
  Tensor w(p[weight].shape, ElementType::kInt8);
  w.Set(0, 100);
  machine->Write(loss, e);
  machine->Write(in, a);
  machine->Write(weight, w);
  // m = 16384: b = 14, shift 7: -128, clipped to -127; W = 100 + 127: clipped as well.
  const Retired retired = machine->Execute(0);
  EXPECT_EQ(retired.saturations, 2u);
  EXPECT_EQ(machine->Read(weight).Get(0), 127);
  EXPECT_EQ(retired.digest, Digest(machine->Read(weight)));
}

TEST_F(Golden, KeysRandomBitsBySeedStepAndTensor) {
  const auto run = [this](uint32_t seed, uint32_t step, uint32_t tensor) {
    p.commands.clear();
    p.seed = seed;
    AddForward(Rounding::kStochastic, tensor);
    const std::unique_ptr<Machine> machine = Load();
    machine->SetTrainingStep(step);
    return machine->Execute(0).digest;
  };
  FillRandomly(&engine, &p);
  const uint64_t digest = run(1, 2, 3);
  EXPECT_EQ(digest, run(1, 2, 3));
  EXPECT_NE(digest, run(2, 2, 3));
  EXPECT_NE(digest, run(1, 3, 3));
  EXPECT_NE(digest, run(1, 2, 4));
}

TEST_F(Golden, LoadStartsAfresh) {
  AddForward(Rounding::kStochastic, 1);
  FillRandomly(&engine, &p);
  const std::unique_ptr<Machine> machine = Load();
  const uint64_t digest = machine->Execute(0).digest;
  machine->SetTrainingStep(5);
  EXPECT_NE(machine->Execute(0).digest, digest);
  machine->Load(p);
  EXPECT_EQ(machine->Read(out), p.initial[static_cast<size_t>(out)].second);
  EXPECT_EQ(machine->Execute(0).digest, digest);
}

TEST_F(Golden, ObeysTheMuOfTheScheduleUntilLoaded) {
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {loss, in, weight}, Rounding::kNearest, 5);
  FillRandomly(&engine, &p);
  const std::unique_ptr<Machine> machine = Load();
  const uint64_t with_5 = machine->Execute(0).digest;
  machine->Load(p);
  machine->SetMu(2);
  EXPECT_NE(machine->Execute(0).digest, with_5);
  machine->Load(p);
  EXPECT_EQ(machine->Execute(0).digest, with_5);
  EXPECT_THROW(machine->SetMu(8), Error);
  EXPECT_THROW(machine->SetMu(-65), Error);
}

TEST_F(Golden, GivesTheSameOnEveryKernel) {
  AddForward(Rounding::kPseudoStochastic, 1);
  AddCommand(&p, Opcode::kCrossEntropy, Post::kRoundLoss, {out, label, loss});
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {loss, in, weight}, Rounding::kPseudoStochastic);
  FillRandomly(&engine, &p);
  const std::unique_ptr<Machine> fast = Load(KernelChoice::kAuto);
  const std::unique_ptr<Machine> reference = Load(KernelChoice::kReference);
  for (int step = 0; step < 20; ++step) {
    for (size_t i = 0; i < p.commands.size(); ++i) {
      ASSERT_EQ(fast->Execute(i).digest, reference->Execute(i).digest) << step << " " << i;
    }
  }
}

TEST_F(Golden, RefusesContentsThatAreNotTheBuffers) {
  const std::unique_ptr<Machine> machine = Load();
  EXPECT_THROW(machine->Write(in, Tensor({20, 31}, ElementType::kInt8)), Error);
  EXPECT_THROW(machine->Write(in, Tensor({20, 30}, ElementType::kInt16)), Error);
  Tensor bad = MakeTensor(p[in]);
  bad.Set(599, -128);
  EXPECT_THROW(machine->Write(in, bad), Error);
  bad.Set(599, -127);
  bad.set_exponent(-4);
  machine->Write(in, bad);
  EXPECT_EQ(machine->Read(in), bad);
  Tensor mask_2 = MakeTensor(p[mask]);
  mask_2.Set(0, 2);
  EXPECT_THROW(machine->Write(mask, mask_2), Error);
}

}  // namespace
}  // namespace itg
