// SPDX-License-Identifier: Apache-2.0
//
// Is the loss unit the golden cross-entropy? Every logit at every exponent and width; corners
// crossed with random samples up to the largest number of classes, with any gaps and stalls;
// numbers worked out by hand.

#include "Vloss_4.h"
#include "Vloss_8.h"
#include "model/arith/round.h"
#include "tests/rtl/loss_unit.h"

namespace itg {
namespace {

// All logits of the width as one sample: 255 classes for 8 bits.
template <typename Model>
void EveryLogit(int widest, int g_bits) {
  LossUnit<Model> unit(g_bits);
  Case c;
  for (c.logit_bits = 2; c.logit_bits <= 8; ++c.logit_bits) {
    for (c.error_bits = 2; c.error_bits <= widest; ++c.error_bits) {
      const int64_t max = MaxMagnitude(c.logit_bits);
      const int64_t most = int64_t{1} << (c.error_bits + 2);
      c.classes = std::min(2 * max + 1, most);
      c.logits.clear();
      for (int64_t o = -max; o <= max; ++o) c.logits.push_back(o);
      while (static_cast<int64_t>(c.logits.size()) % c.classes != 0) c.logits.push_back(max);
      c.labels.assign(c.logits.size() / static_cast<size_t>(c.classes), 1);
      for (c.exponent = -30; c.exponent <= 7; ++c.exponent) {
        ASSERT_EQ(unit.Run(c).g, Golden(c)) << Text(c);
      }
    }
  }
}

TEST(LossUnit, EqualsTheGoldenModelForEveryLogitExponentAndWidth) {
  EveryLogit<Vloss_8>(8, 13);
  EveryLogit<Vloss_4>(4, 9);
}

Case RandomCase(int widest, RandomSource* random) {
  Case c;
  c.error_bits = random->OneIn(2) ? widest : random->IntBetween(2, widest);
  c.logit_bits = random->OneIn(2) ? 8 : random->IntBetween(2, 8);
  const int border = 1 - c.logit_bits;
  const std::vector<int> exponents = {border - 1, border, border + 1, 0,         3,   4,  5,  -15,
                                      -16,        -17,    -23,        -24,       -25, 31, 32, -32,
                                      1000000,    -64000, 1 << 30,    -(1 << 30)};
  c.exponent = random->OneIn(3) ? random->IntBetween(-20, 6) : random->Pick(exponents);
  const int64_t most = int64_t{1} << (c.error_bits + 2);
  const int64_t corner = random->Pick(List{1, 2, 3, 10, most - 1, most});
  c.classes = random->OneIn(2) ? corner : random->Between(1, random->OneIn(8) ? most : 20);
  c.classes = std::min(c.classes, most);
  const int64_t samples = random->Between(1, c.classes > 100 ? 3 : 12);
  const int64_t max = MaxMagnitude(c.logit_bits);
  for (int64_t n = 0; n < samples; ++n) {
    const int kind = random->IntBetween(0, 9);
    const int64_t hot = random->OneIn(3) ? random->Between(0, c.classes - 1) : -1;
    for (int64_t i = 0; i < c.classes; ++i) {
      c.logits.push_back(i == hot ? max : Logit(max, kind, random));
    }
    c.labels.push_back(random->Pick(List{0, c.classes - 1, random->Between(0, c.classes - 1)}));
  }
  return c;
}

template <typename Model>
void RandomCases(int widest, int g_bits, uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  LossUnit<Model> unit(g_bits);
  const std::vector<int> percents = {0, 0, 30, 90};
  for (int i = 0; i < 1500; ++i) {
    const Case c = RandomCase(widest, &random);
    Knobs knobs;
    if (c.logits.size() < 200) {
      knobs = {random.Pick(percents), random.Pick(percents), random.Pick(percents)};
    }
    ASSERT_EQ(unit.Run(c, knobs, random.Next()).g, Golden(c)) << "case " << i << ": " << Text(c);
  }
}

TEST(LossUnit, EqualsTheGoldenModelWithAnyGapsAndStalls) {
  RandomCases<Vloss_8>(8, 13, 71);
  RandomCases<Vloss_4>(4, 9, 72);
}

// The numbers of the golden model's own tests, where each is worked out.
TEST(LossUnit, GivesTheNumbersWorkedOutByHand) {
  LossUnit<Vloss_8> unit(13);
  const auto g = [&](int exponent, const List& logits, int64_t target, int bits = 8) {
    return unit.Run({exponent, bits, bits, static_cast<int64_t>(logits.size()), logits, {target}})
        .g;
  };
  EXPECT_EQ(g(0, {2, 1, 0}, 0), (List{-875, 584, 291}));
  EXPECT_EQ(g(-1, {-1, -3, 5}, 1), (List{220, -1994, 1774}));  // truncated toward zero
  EXPECT_EQ(g(1000000, {1, 0, 0}, 1), (List{2048, -2048, 0}));
  EXPECT_EQ(g(-6, {127, -127, 0}, 2), (List{1562, 96, 389 - 2047}));   // first branch
  EXPECT_EQ(g(-7, {127, -127, 0}, 2), (List{1276, 257, 513 - 2046}));  // second branch
  EXPECT_EQ(g(-3, {7, -7, 1}, 0, 4), (List{-53, 16, 37}));
  EXPECT_EQ(g(-16, {127, -127}, 0), (List{1025 - 2047, 1022}));
  EXPECT_EQ(g(-24, {63, -63, 7}, 2), (List{682, 682, -1364}));
}

TEST(LossUnit, SubtractsNothingForALabelThatIsNoClass) {
  LossUnit<Vloss_8> unit(13);
  for (const int64_t label : {int64_t{3}, int64_t{1} << 10, int64_t{1} << 31}) {
    EXPECT_EQ(unit.Run({0, 8, 8, 3, {2, 1, 0, 2, 1, 0}, {label, 0}}).g,
              (List{1171, 584, 291, -875, 584, 291}))
        << label;
  }
}

}  // namespace
}  // namespace itg
