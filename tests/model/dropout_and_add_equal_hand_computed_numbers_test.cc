// SPDX-License-Identifier: Apache-2.0
//
// Dropout, residual add and 16-bit master weights: numbers worked out by hand, chosen so that each
// tells a wrong implementation, and random tensors against plain loops.

#include <gtest/gtest.h>

#include "model/arith/random.h"
#include "tests/model/support/image_cases.h"

namespace itg {
namespace {

// A command that needs more than its output looked at.
struct Ran {
  std::unique_ptr<Machine> machine;
  Retired retired;
};

Ran Execute(const Program& program, uint32_t training_step = 0) {
  Ran ran{MakeGoldenMachine(), {}};
  ran.machine->Load(program);
  ran.machine->SetTrainingStep(training_step);
  ran.retired = ran.machine->Execute(0);
  return ran;
}

// One bit per column, the same in every sample and for forward and backward, another in the next
// step. The published words: bit 0 of word (1, 2, 3, 4) is that of 9715fca8.
TEST(Dropout, KeepsWhereBitZeroOfTheColumnsWordIsOne) {
  Engine engine(121);
  SCOPED_TRACE("seed 121");
  for (const bool backward : {false, true}) {
    Program p;
    p.seed = 1;
    const Role role = backward ? Role::kError : Role::kActivation;
    const Shape shape = {3, 2, 5, 7};
    const BufferId in = AddBuffer(&p, "in", role, 8, shape);
    const BufferId out = AddBuffer(&p, "out", role, 8, shape);
    const Tensor a = RandomNarrow(&engine, shape, 8);
    p.initial.emplace_back(in, a);
    AddCommand(&p, backward ? Opcode::kDropoutBackward : Opcode::kDropout, Post::kNone,
               {in, kNoBuffer, out}, Rounding::kNearest, 3, 3);
    const Tensor result = Execute(p, 2).machine->Read(out);
    for (int64_t i = 0; i < a.size(); ++i) {
      const uint32_t word = RandomWord(TensorKey(1, 2, 3), static_cast<uint64_t>(i % 70));
      ASSERT_EQ(result.Get(i), word % 2 == 1 ? a.Get(i) : 0) << i;
    }
    ASSERT_EQ(result.Get(4), 0);  // 9715fca8 is even
    EXPECT_EQ(result.exponent(), a.exponent() + 1);
  }
}

Outcome AddTwo(const Tensor& a, const Tensor& b, Post post, Role role, int acc_bits = 32) {
  OneCommand test(acc_bits);
  const BufferId ia = test.With("a", role, 8, a);
  const BufferId ib = test.With("b", role, 8, b);
  const bool sums = post == Post::kNone;
  test.Make(
      Opcode::kAdd,
      {ia, ib, test.Add("out", sums ? Role::kAccumulator : role, sums ? acc_bits : 8, a.shape())},
      {}, post);
  return test.Run();
}

// -5 * 2^-3 becomes -3 * 2^-2 (ties away from zero: not -2, not -2.5), 6 becomes 3.
TEST(Add, RoundsTheOperandWithTheSmallerExponent) {
  const Outcome sum =
      AddTwo(Int8({100, 1, 0}, -2), Int8({-5, 6, 1}, -3), Post::kNone, Role::kActivation);
  EXPECT_EQ(Values(sum.out), (std::vector<int64_t>{97, 4, 1}));
  EXPECT_EQ(sum.out.exponent(), -2);
  const Outcome swapped =
      AddTwo(Int8({-5, 6, 1}, -3), Int8({100, 1, 0}, -2), Post::kNone, Role::kActivation);
  EXPECT_EQ(Values(swapped.out), Values(sum.out));
}

// 127 + 127 = 254 needs 8 bits: shift 1, 127, exponent + 1. 127 + 1 = 128 has b = 7: shift 0, and
// 128 is clipped to 127, which counts as a saturation.
TEST(Add, RequantisesTheSum) {
  const Outcome two = AddTwo(Int8({127, -3}), Int8({127, 0}), Post::kRequantise, Role::kError);
  EXPECT_EQ(Values(two.out), (std::vector<int64_t>{127, -2}));
  EXPECT_EQ(two.out.exponent(), 1);
  EXPECT_EQ(two.retired.saturations, 0u);
  const Outcome clip = AddTwo(Int8({127, -3}), Int8({1, 0}), Post::kRequantise, Role::kError);
  EXPECT_EQ(Values(clip.out), (std::vector<int64_t>{127, -3}));
  EXPECT_EQ(clip.out.exponent(), 0);
  EXPECT_EQ(clip.retired.saturations, 1u);
}

// Differences count as 31 at most: 127 * 2^-100 vanishes beside exponent 0 without a shift by 100.
TEST(Add, LimitsTheDifferenceOfExponents) {
  const Outcome sum =
      AddTwo(Int8({7, -7}, 0), Int8({127, -127}, -100), Post::kNone, Role::kActivation);
  EXPECT_EQ(Values(sum.out), (std::vector<int64_t>{7, -7}));
  // At a difference of 7 the largest elements still round to one: 127 / 128 -> 1.
  const Outcome seven =
      AddTwo(Int8({7, -7}, 0), Int8({127, -63}, -7), Post::kNone, Role::kActivation);
  EXPECT_EQ(Values(seven.out), (std::vector<int64_t>{8, -7}));
}

TEST(Add, EqualsPlainLoopsInEveryWidth) {
  Engine engine(122);
  SCOPED_TRACE("seed 122");
  for (int trial = 0; trial < 300; ++trial) {
    const int a_bits = static_cast<int>(Uniform(&engine, 2, 16));
    const int b_bits = static_cast<int>(Uniform(&engine, 2, 16));
    const int acc_bits = static_cast<int>(Uniform(&engine, 17, 48));
    Tensor a = RandomNarrow(&engine, {5, 7}, a_bits);
    Tensor b = RandomNarrow(&engine, {5, 7}, b_bits);
    b.set_exponent(a.exponent() + static_cast<int>(Uniform(&engine, -40, 40)));
    OneCommand test(acc_bits);
    const BufferId ia = test.With("a", Role::kError, a_bits, a);
    const BufferId ib = test.With("b", Role::kError, b_bits, b);
    test.Make(Opcode::kAdd, {ia, ib, test.Add("out", Role::kAccumulator, acc_bits, {5, 7})}, {});
    ASSERT_NO_FATAL_FAILURE(
        ExpectSums(test.Run(), DumbAdd(a, b), acc_bits, std::max(a.exponent(), b.exponent())));
  }
}

struct MasterCase {
  int bits;
  std::vector<int64_t> master, gradient, new_master, new_weight;
  uint64_t saturations;
};

void ExpectMaster(const MasterCase& x) {
  Program p;
  const int64_t n = static_cast<int64_t>(x.master.size());
  const BufferId gradient = AddBuffer(&p, "gradient", Role::kGradient, 16, {n});
  const BufferId weight = AddBuffer(&p, "weight", Role::kWeight, x.bits, {n});
  const BufferId master = AddBuffer(&p, "master", Role::kMaster, kMasterBits, {n});
  p.initial.emplace_back(gradient, TensorOf(x.gradient, ElementType::kInt16));
  p.initial.emplace_back(master, TensorOf(x.master, ElementType::kInt16, -20));
  Tensor old(Shape{n}, StorageFor(x.bits));
  old.set_exponent(-20 + 16 - x.bits);
  p.initial.emplace_back(weight, old);
  AddCommand(&p, Opcode::kApplyUpdate, Post::kNone,
             {gradient, kNoBuffer, weight, kNoBuffer, kNoBuffer, master}, Rounding::kNearest);
  const Ran ran = Execute(p);
  EXPECT_EQ(Values(ran.machine->Read(master)), x.new_master);
  EXPECT_EQ(Values(ran.machine->Read(weight)), x.new_weight);
  EXPECT_EQ(ran.machine->Read(master).exponent(), -20);
  EXPECT_EQ(ran.machine->Read(weight).exponent(), -20 + 16 - x.bits);
  EXPECT_EQ(ran.retired.saturations, x.saturations);
}

// 16 - 8 = 8 discarded bits, q = upper four, r = lower four, up when q > r. 0x0130 (1, q 3, r 0)
// rounds up to 2 although it is below one half; 0x01ef (q 14, r 15) stays 1 although it is above.
// 32767 - (-1) is clipped to 32767; 127.996 rounds to 127 (q 15, r 15: not up), no clip.
// 32752 is 0x7ff0 (q 15, r 0): 128, clipped to 127.
TEST(Master, AccumulatesIn16BitsAndRoundsOnce) {
  ExpectMaster({8,
                {0x0131, 0x01ee, -0x0130, 32767, 32753, 100},
                {1, -1, 0, -1, 1, 100},
                {0x0130, 0x01ef, -0x0130, 32767, 32752, 0},
                {2, 1, -2, 127, 127, 0},
                2});
}

// W = 16: nothing is discarded. W = 15: one bit, never up (q = 0, r = 0 or 2).
TEST(Master, OfWideWeights) {
  ExpectMaster({16, {-32767, 5}, {1, -3}, {-32767, 8}, {-32767, 8}, 1});
  // shift 1: h = 0, q = f, r = 0: up when f = 1, the unbiased way to halve in this mode.
  ExpectMaster({15, {7, -7, 6}, {0, 0, 0}, {7, -7, 6}, {4, -4, 3}, 0});
}

// The fused update rounds its gradient to mu bits of the master: range 1000 -> b = 10, mu 12:
// nothing is shifted away.
TEST(Master, IsUpdatedByTheFusedCommand) {
  Program p;
  const BufferId error = AddBuffer(&p, "error", Role::kError, 8, {1, 1});
  const BufferId in = AddBuffer(&p, "in", Role::kActivation, 8, {1, 2});
  const BufferId weight = AddBuffer(&p, "weight", Role::kWeight, 8, {1, 2});
  const BufferId master = AddBuffer(&p, "master", Role::kMaster, kMasterBits, {1, 2});
  p.initial.emplace_back(error, Int8({10}, 0, {1, 1}));
  p.initial.emplace_back(in, Int8({100, -1}, 0, {1, 2}));
  p.initial.emplace_back(master, TensorOf({1256, 0}, ElementType::kInt16, 0, {1, 2}));
  AddCommand(&p, Opcode::kGradient, Post::kUpdate,
             {error, in, weight, kNoBuffer, kNoBuffer, master}, Rounding::kPseudoStochastic, 12, 0,
             16);
  const Ran ran = Execute(p);
  EXPECT_EQ(Values(ran.machine->Read(master)), (std::vector<int64_t>{256, 10}));
  EXPECT_EQ(Values(ran.machine->Read(weight)), (std::vector<int64_t>{1, 0}));
}

}  // namespace
}  // namespace itg
