// SPDX-License-Identifier: Apache-2.0
//
// The update at the corners the recorded vectors do not reach: b = 0, shift < 1, mu <= 0, the shift
// limit, the clip of gradients and of weights.

#include <gtest/gtest.h>

#include "model/ops/update.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

const RoundingPlan kPseudo8{Rounding::kPseudoStochastic, 8, 0, 0};

struct Result {
  std::vector<int64_t> values;
  int exponent;
  uint64_t saturations;
  bool operator==(const Result& other) const {
    return values == other.values && exponent == other.exponent && saturations == other.saturations;
  }
};

Result Gradient(const Tensor& acc, int mu, int acc_bits = 32, RoundingPlan plan = kPseudo8) {
  Tensor gradient(acc.shape(), StorageFor(plan.out_bits));
  for (int64_t i = 0; i < gradient.size(); ++i) gradient.Set(i, 99);  // must be overwritten
  const uint64_t saturations = RoundGradient(acc, mu, acc_bits, plan, &gradient);
  return {Values(gradient), gradient.exponent(), saturations};
}

TEST(Update, IsNoneWhereTheLargestMagnitudeIsZeroOrOne) {
  EXPECT_EQ(Gradient(Int32({0, 0}, -5), 3), (Result{{0, 0}, -5, 0}));
  // b = 0 with mu = -1 gives shift 1, and 1 >> 1 would round up to 1.
  EXPECT_EQ(Gradient(Int32({1, -1}, -5), -1), (Result{{0, 0}, -5, 0}));
  EXPECT_EQ(Gradient(Int32({1, -1}, -5), 5), (Result{{0, 0}, -5, 0}));   // no clip(acc) either
  EXPECT_EQ(Gradient(Int32({2, -1}, -5), 5), (Result{{2, -1}, -5, 0}));  // b = 1: moves
}

TEST(Update, KeepsMuBits) {
  // m = 1000: b = 10, mu = 5: shift 5. 1000 = 31 * 32 + 8: q = 8 >> 2 = 2, r = (8 & 3) << 1 = 0:
  // up. 100 = 3 * 32 + 4: q = 1, r = 0: up. 67 = 2 * 32 + 3: q = 0: not up.
  EXPECT_EQ(Gradient(Int32({1000, -100, 67, 0}, -20), 5), (Result{{32, -4, 2, 0}, -15, 0}));
}

TEST(Update, CopiesAndClipsWhereTheShiftIsBelowOne) {
  EXPECT_EQ(Gradient(Int32({100, -3}, -7), 7), (Result{{100, -3}, -7, 0}));  // shift 0
  EXPECT_EQ(Gradient(Int32({9, -3}, -7), 7), (Result{{9, -3}, -7, 0}));      // shift -3
  EXPECT_EQ(Gradient(Int32({128, -3}, -7), 7), (Result{{127, -3}, -7, 1}));  // b = 7, clipped
}

TEST(Update, GivesOneOrZeroForMuOfZeroAndBelow) {
  // m = 128: b = 7. mu = 0: shift 7: q = 128 >> 7 = 1, f = 0.
  // 100: f = 100, h = 3, q = 12, r = (100 & 7) << 1 = 8: up. 7: q = 0: not up.
  EXPECT_EQ(Gradient(Int32({128, 100, -100, 7}, 0), 0), (Result{{1, 1, -1, 0}, 7, 0}));
  // mu = -1: shift 8: 128: f = 128, h = 4, q = 8, r = 0: up. 100: q = 6, r = 4: up.
  // 102: q = 6, r = 6: not up.
  EXPECT_EQ(Gradient(Int32({128, 100, -102, 7}, 0), -1), (Result{{1, 1, 0, 0}, 8, 0}));
}

TEST(Update, LimitsTheShiftToTheAccumulatorsWidthLessOne) {
  // AccW = 16, b = 15, mu = -20 asks for 35 and gets 15: h = 7.
  // 32767: q = 255, r = (127 << 1) = 254: up. 16384: q = 128, r = 0: up. 1: q = 0.
  const Result expected{{1, -1, 0}, 15, 0};
  EXPECT_EQ(Gradient(Int32({32767, -16384, 1}, 0), -20, 16), expected);
  EXPECT_EQ(Gradient(Int32({32767, -16384, 1}, 0), 0, 16), expected);
}

TEST(Update, ClipsTheGradientToItsWidth) {
  // 4 bits: +-7. m = 64: b = 6, mu = 3: shift 3: 64 >> 3 = 8, clipped.
  EXPECT_EQ(Gradient(Int32({64, -64, 56}, 0), 3, 32, {Rounding::kNearest, 4, 0, 0}),
            (Result{{7, -7, 7}, 3, 2}));
}

TEST(Update, UsesTheRoundingOfTheCommand) {
  // m = 8: b = 3, mu = 1: shift 2, f = 3 of 7: nearest up, pseudo-stochastic not (q = 1, r = 1).
  EXPECT_EQ(Gradient(Int32({8, 7}, 0), 1, 32, {Rounding::kNearest, 8, 0, 0}).values[1], 2);
  EXPECT_EQ(Gradient(Int32({8, 7}, 0), 1, 32, {Rounding::kPseudoStochastic, 8, 0, 0}).values[1], 1);
}

TEST(Update, SubtractsAndSaturatesAtEveryWeightWidth) {
  for (int bits = kMinNarrowBits; bits <= kMaxNarrowBits; ++bits) {
    const int64_t max = MaxMagnitude(bits);
    Tensor weight = TensorOf({max, -max, 0, max, -max}, StorageFor(bits), -6);
    const Tensor gradient = Int8({-1, 1, -1, 1, -1}, 50);  // its exponent plays no part
    EXPECT_EQ(ApplyUpdate(gradient, bits, &weight), 2u);
    EXPECT_EQ(Values(weight), (std::vector<int64_t>{max, -max, 1, max - 1, 1 - max})) << bits;
    EXPECT_EQ(weight.exponent(), -6);
  }
}

TEST(Update, SubtractsEveryPairOf8BitElements) {
  Tensor weight({255 * 255}, ElementType::kInt8);
  Tensor gradient({255 * 255}, ElementType::kInt8);
  for (int64_t i = 0; i < weight.size(); ++i) {
    weight.Set(i, i / 255 - 127);
    gradient.Set(i, i % 255 - 127);
  }
  ApplyUpdate(gradient, 8, &weight);
  for (int64_t i = 0; i < weight.size(); ++i) {
    const int64_t exact = (i / 255 - 127) - (i % 255 - 127);
    ASSERT_EQ(weight.Get(i), std::min<int64_t>(127, std::max<int64_t>(-127, exact))) << i;
  }
}

TEST(Update, TakesWideGradientsFromWideWeights) {
  Tensor weight = TensorOf({32767, -32767, 100}, ElementType::kInt16);
  const Tensor gradient = TensorOf({-32767, 32767, 32767}, ElementType::kInt16);
  EXPECT_EQ(ApplyUpdate(gradient, 16, &weight), 2u);
  EXPECT_EQ(Values(weight), (std::vector<int64_t>{32767, -32767, -32667}));
}

}  // namespace
}  // namespace itg
