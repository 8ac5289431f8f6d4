// SPDX-License-Identifier: Apache-2.0
//
// Pools, forward and backward, equal plain loops in random shapes: windows that overlap, leave gaps
// or reach into the padding, ties, every width and accumulator.

#include <gtest/gtest.h>

#include "model/error.h"
#include "tests/model/support/image_cases.h"

namespace itg {
namespace {

// Few different values: ties are frequent, and the first must win.
Tensor WithTies(Engine* engine, const Shape& shape, int bits) {
  Tensor t = RandomNarrow(engine, shape, bits);
  if (Uniform(engine, 0, 1) == 0) return t;
  for (int64_t i = 0; i < t.size(); ++i) t.Set(i, Uniform(engine, -1, 1));
  return t;
}

void ExpectMaxPool(const ImageCase& x, Engine* engine) {
  const Tensor a = WithTies(engine, x.image, x.act);
  OneCommand forward(x.acc);
  const BufferId in = forward.With("in", Role::kActivation, x.act, a);
  const BufferId out = forward.Add("out", Role::kActivation, x.act, x.result);
  const BufferId index = forward.Add("index", Role::kIndex, 16, x.result);
  forward.Make(Opcode::kMaxPool, {in, kNoBuffer, out, kNoBuffer, index}, x.window);
  const Outcome pooled = forward.Run();
  Exact winners;
  ASSERT_EQ(Values(pooled.out), DumbMaxPool(a, x.window, x.result, &winners));
  ASSERT_EQ(Values(pooled.index), winners);
  ASSERT_EQ(pooled.out.exponent(), a.exponent());

  const Tensor error = RandomNarrow(engine, x.result, x.error);
  OneCommand backward(x.acc);
  const BufferId e = backward.With("error", Role::kError, x.error, error);
  const BufferId won = backward.With("index", Role::kIndex, 16, pooled.index);
  const BufferId acc = backward.Add("acc", Role::kAccumulator, x.acc, x.image);
  backward.Make(Opcode::kMaxPoolBackward, {e, kNoBuffer, acc, kNoBuffer, won}, x.window);
  ExpectSums(backward.Run(), DumbMaxPoolBackward(error, pooled.index, x.window, x.image), x.acc,
             error.exponent());
}

void ExpectAveragePool(const ImageCase& x, Engine* engine) {
  const Tensor a = RandomNarrow(engine, x.image, x.act);
  OneCommand forward(x.acc);
  const BufferId in = forward.With("in", Role::kActivation, x.act, a);
  const BufferId out = forward.Add("out", Role::kAccumulator, x.acc, x.result);
  forward.Make(Opcode::kAveragePool, {in, kNoBuffer, out}, x.window);
  ExpectSums(forward.Run(), DumbAveragePool(a, x.window, x.result), x.acc,
             a.exponent() + DumbExponent(x.window));

  const Tensor error = RandomNarrow(engine, x.result, x.error);
  OneCommand backward(x.acc);
  const BufferId e = backward.With("error", Role::kError, x.error, error);
  const BufferId acc = backward.Add("acc", Role::kAccumulator, x.acc, x.image);
  backward.Make(Opcode::kAveragePoolBackward, {e, kNoBuffer, acc}, x.window);
  ExpectSums(backward.Run(), DumbAveragePoolBackward(error, x.window, x.image), x.acc,
             error.exponent() + DumbExponent(x.window));
}

TEST(MaxPool, EqualsPlainLoops) {
  SCOPED_TRACE("seed 91");
  Engine engine(91);
  for (int trial = 0; trial < 300; ++trial) {
    const ImageCase x = RandomImageCase(&engine, true);
    SCOPED_TRACE(x.text());
    ASSERT_NO_FATAL_FAILURE(ExpectMaxPool(x, &engine));
  }
}

TEST(AveragePool, EqualsPlainLoops) {
  SCOPED_TRACE("seed 92");
  Engine engine(92);
  for (int trial = 0; trial < 300; ++trial) {
    const ImageCase x = RandomImageCase(&engine, true);
    SCOPED_TRACE(x.text());
    ASSERT_NO_FATAL_FAILURE(ExpectAveragePool(x, &engine));
  }
}

// Worked out by hand. 3x3: factor round(65536 / 9) = 7282, exponent -16; 9 ones are 65538, not 1.
TEST(AveragePool, DividesByTheWholeWindowEvenInThePadding) {
  OneCommand test(32);
  const Tensor image = Int8({1, 1, 1, 1}, 5, {1, 2, 2, 1});
  const BufferId in = test.With("in", Role::kActivation, 8, image);
  const BufferId out = test.Add("out", Role::kAccumulator, 32, {1, 1, 1, 1});
  test.Make(Opcode::kAveragePool, {in, kNoBuffer, out}, {3, 3, 3, 1});
  const Outcome outcome = test.Run();
  EXPECT_EQ(outcome.out.Get(0), 4 * 7282);
  EXPECT_EQ(outcome.out.exponent(), 5 - 16);
}

// 2 * 2 and 1 * 8: the exponent does the division; -8 / 4 is -2 * 2^0 = -8 * 2^-2.
TEST(AveragePool, LeavesPowersOfTwoToTheExponent) {
  OneCommand test(32);
  const Tensor image = Int8({-8, 3, 1, 2}, 0, {1, 2, 2, 1});
  const BufferId in = test.With("in", Role::kActivation, 8, image);
  const BufferId out = test.Add("out", Role::kAccumulator, 32, {1, 1, 1, 1});
  test.Make(Opcode::kAveragePool, {in, kNoBuffer, out}, {2, 2, 2, 0});
  EXPECT_EQ(test.Run().out.Get(0), -2);
  EXPECT_EQ(test.Run().out.exponent(), -2);
}

// Rows and columns that no window covers are rounded all the same: 64 * 2 = 128 has b = 7, so the
// shift is 0 and +128 is clipped.
TEST(MaxPool, CountsSaturationsOutsideOfItsWindows) {
  for (const int64_t where : {0, 2, 8}) {  // in the window; in the last column; in the last row
    Tensor image({1, 3, 3, 1}, ElementType::kInt8);
    image.Set(where, 64);
    image.Set(4, 3);
    OneCommand test(32);
    const BufferId in = test.With("in", Role::kActivation, 8, image);
    const BufferId weight = test.With("weight", Role::kWeight, 8, Int8({2}, 0, {1, 1, 1, 1}));
    const Shape pooled = {1, 1, 1, 1};
    const BufferId out = test.Add("out", Role::kActivation, 8, pooled);
    const BufferId mask = test.Add("mask", Role::kMask, 1, pooled);
    const BufferId index = test.Add("index", Role::kIndex, kIndexBits, pooled);
    test.Make(Opcode::kForward, {in, weight, out, mask, index}, {1, 1, 1, 0},
              Post::kRequantiseReluPool)
        .pool = {2, 2, 2, 0};
    const Outcome outcome = test.Run();
    EXPECT_EQ(outcome.retired.saturations, 1u) << where;
    EXPECT_EQ(outcome.out.Get(0), where == 0 ? 127 : 6) << where;
    EXPECT_EQ(outcome.index.Get(0), where == 0 ? 0 : 3) << where;
  }
}

// An index that no max-pool with this window has written must not write beyond the image.
TEST(MaxPool, RefusesWinnersOutsideOfTheWindowOrTheImage) {
  for (const int64_t winner : {4, 9, 0}) {
    OneCommand test(32);
    const BufferId error = test.With("error", Role::kError, 8, Int8({5}, 0, {1, 1, 1, 1}));
    const BufferId index = test.With("index", Role::kIndex, 16,
                                     TensorOf({winner}, ElementType::kInt16, 0, {1, 1, 1, 1}));
    const BufferId out = test.Add("out", Role::kError, 8, {1, 1, 1, 1});
    Command& command =
        test.Make(Opcode::kMaxPoolBackward, {error, kNoBuffer, out, kNoBuffer, index}, {2, 2, 2, 1},
                  Post::kRequantise);
    command.window.padding = 1;
    EXPECT_THROW(test.Run(), Error) << winner;
  }
}

}  // namespace
}  // namespace itg
