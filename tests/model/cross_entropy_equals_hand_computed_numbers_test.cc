// SPDX-License-Identifier: Apache-2.0
//
// Integer cross-entropy by hand: both branches, their border, negative shifts, the limits of the
// exponent. Each case says which wrong implementation it would catch.

#include <gtest/gtest.h>

#include "model/error.h"
#include "model/ops/cross_entropy.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

using List = std::vector<int64_t>;

struct Result {
  List g;
  List error;
  uint64_t saturations;
};

Result Loss(const List& logits, int exponent, int64_t target, int act_bits = 8, int err_bits = 8) {
  const Shape shape = {1, static_cast<int64_t>(logits.size())};
  const Tensor o = TensorOf(logits, StorageFor(act_bits), exponent, shape);
  Tensor g(shape, ElementType::kInt32);
  Tensor error(shape, StorageFor(err_bits));
  Reducer whole_batch;
  CrossEntropy(o, Int32({target}), act_bits, err_bits, &g);
  const uint64_t saturations =
      RoundLoss(g, {Rounding::kNearest, err_bits, 0, 0}, &whole_batch, &error);
  EXPECT_EQ(g.exponent(), -4);
  EXPECT_EQ(error.exponent(), 0);
  return {Values(g), Values(error), saturations};
}

TEST(CrossEntropy, AtExponentZero) {
  // s = trunc(2.88), trunc(1.44), 0 -> 10, 9, 8; p = 1023, 511, 255, sum 1789.
  // G = trunc(p * 2048 / 1789) = 1171, 584, 291; target 1171 - 2046.
  const Result r = Loss({2, 1, 0}, 0, 0);
  EXPECT_EQ(r.g, (List{-875, 584, 291}));
  EXPECT_EQ(r.error, (List{-55, 37, 18}));  // 584 / 16 = 36.5: away from zero
}

TEST(CrossEntropy, TruncatesNegativeLogitsTowardZero) {
  // s = -1, -4, 7, halved 0, -2, 3 (flooring: -1, -2, 3) -> 7, 5, 10; p = 127, 31, 1023.
  const Result r = Loss({-1, -3, 5}, -1, 1);
  EXPECT_EQ(r.g, (List{220, -1994, 1774}));
  EXPECT_EQ(r.error, (List{14, -125, 111}));
}

TEST(CrossEntropy, ShiftsLeftForPositiveExponents) {
  // s = 1 << 3, 0 -> 10, 2; p = 1023, 3, sum 1026; G = 2042, 5.
  EXPECT_EQ(Loss({1, 0}, 3, 0).g, (List{-5, 5}));
}

TEST(CrossEntropy, CountsLargeExponentsAsFourAndClipsTheError) {
  for (const int exponent : {4, 5, 40, 1000000}) {
    const Result r = Loss({1, 0, 0}, exponent, 1);  // s = 16, 0, 0 -> 10, 0, 0; p = 1023, 0, 0
    EXPECT_EQ(r.g, (List{2048, -2048, 0})) << exponent;
    EXPECT_EQ(r.error, (List{127, -127, 0})) << exponent;  // 128, -128 before the clip
    EXPECT_EQ(r.saturations, 2u);
  }
}

TEST(CrossEntropy, StillTakesTheFirstBranchOneAboveTheBorder) {
  // e = -6: s = 183, -183, 0 / 64 = 2, -2, 0 -> 10, 6, 8; p = 1023, 63, 255, sum 1341.
  EXPECT_EQ(Loss({127, -127, 0}, -6, 2).g, (List{1562, 96, 389 - 2047}));
}

TEST(CrossEntropy, TakesTheSecondBranchAtTheBorder) {
  // e = -7: p = 2^15 + o * 2^8 + o^2 = 81409, 16385, 32768, sum 130562.
  const Result r = Loss({127, -127, 0}, -7, 2);
  EXPECT_EQ(r.g, (List{1276, 257, 513 - 2046}));
  EXPECT_EQ(r.error, (List{80, 16, -96}));
}

TEST(CrossEntropy, MovesTheBorderWithTheActivationWidth) {
  // B_act = 3. e = -3: p = 2^7 + o * 2^4 + o^2 = 289, 65, 145; e = -2 is the first branch.
  EXPECT_EQ(Loss({7, -7, 1}, -3, 0, 4, 4).g, (List{-53, 16, 37}));
  EXPECT_EQ(Loss({7, -7, 1}, -2, 0, 4, 4).g, (List{-30, 6, 24}));
}

TEST(CrossEntropy, HoldsTheSmallestExponentOfTheSecondBranch) {
  // e = -16: p = 2^33 + o * 2^17 + o^2 = 8606596865, 8573304577: beyond 32 bits.
  EXPECT_EQ(Loss({127, -127}, -16, 0).g, (List{1025 - 2047, 1022}));
}

TEST(CrossEntropy, RoundsLogitsToNearestBelowExponentMinus16) {
  // e = -18: o / 4 = 31.5, -31.5, 0.5 -> 32, -32, 1 (half to even: 32, -32, 0; truncated: 31, -31,
  // 0). 16-bit errors: p * 2^19 / sum = 174847, 174676, 174764.
  EXPECT_EQ(Loss({127, -126, 2}, -18, 2, 8, 16).g, (List{174847, 174676, 174764 - 524287}));
}

TEST(CrossEntropy, IsUniformWhereTheExponentHidesTheLogits) {
  for (const int exponent : {-24, -50, -1000, -2000000}) {
    EXPECT_EQ(Loss({63, -63, 7}, exponent, 2).g, (List{682, 682, -1364})) << exponent;
  }
}

TEST(CrossEntropy, HoldsThe16BitExtremes) {
  // B = 15, e = -15: p = 2^31 + o * 2^16 + o^2 = 5368578049, 1073741825, 2147811353.
  EXPECT_EQ(Loss({32767, -32767, 5}, -15, 1, 16, 16).g, (List{327664, -458753, 131089}));
}

TEST(CrossEntropy, IsZeroForASingleClass) { EXPECT_EQ(Loss({5}, 0, 0).g, (List{0})); }

TEST(CrossEntropy, TreatsSamplesApart) {
  Tensor o = Int8({2, 1, 0, -1, -3, 5}, 0, {2, 3});
  Tensor g({2, 3}, ElementType::kInt64);
  CrossEntropy(o, Int32({0, 2}), 8, 8, &g);
  EXPECT_EQ(List({g.Get(0), g.Get(1), g.Get(2)}), (List{-875, 584, 291}));
  // s = -1, -4, 7 -> 2, -1, 10: p = 3, 0, 1023.
  EXPECT_EQ(List({g.Get(3), g.Get(4), g.Get(5)}), (List{5, 0, -5}));
}

TEST(CrossEntropy, RefusesLabelsThatAreNoClass) {
  for (const int64_t label : {-1, 3}) {
    try {
      Loss({1, 2, 3}, 0, label);
      FAIL() << label;
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()),
                "cross-entropy: label of sample 0 is " + std::to_string(label) + ", allowed 0..2");
    }
  }
}

TEST(CrossEntropy, RefusesMoreClassesThanErrorsCanTell) {
  EXPECT_NO_THROW(Loss(List(64, 0), 0, 0, 8, 4));  // 2^(3+3)
  EXPECT_THROW(Loss(List(65, 0), 0, 0, 8, 4), Error);
  EXPECT_NO_THROW(Loss(List(1024, 0), 0, 0));
  EXPECT_THROW(Loss(List(1025, 0), 0, 0), Error);
}

}  // namespace
}  // namespace itg
