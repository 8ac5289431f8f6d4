// SPDX-License-Identifier: Apache-2.0
//
// Weights at start: full range, exponent from the Xavier limit, draws that depend on seed and
// tensor_id alone.

#include <gtest/gtest.h>

#include <cmath>

#include "model/arith/random.h"
#include "model/ops/initial_weights.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

TEST(InitialWeights, AreWorkedOutByHandForTwoElements) {
  // Words 491ac849 and J(J(1)) of key (0,0,0): t = 2 * word + 1 - 2^32.
  const uint32_t key = TensorKey(0, 0, 0);
  ASSERT_EQ(RandomWord(key, 0), 0x491ac849u);
  const double t0 = 2.0 * 0x491ac849u + 1 - 4294967296.0;
  const double t1 = 2.0 * RandomWord(key, 1) + 1 - 4294967296.0;
  const double m = std::max(std::abs(t0), std::abs(t1));
  const Tensor weights = InitialWeights({1, 2}, 8, 0, 0);
  EXPECT_EQ(weights.Get(0), std::lround(t0 / m * 127));
  EXPECT_EQ(weights.Get(1), std::lround(t1 / m * 127));
  // limit = sqrt(6 / (2 + 1)).
  const double largest = m / 4294967296.0 * std::sqrt(2.0);
  EXPECT_EQ(weights.exponent(), static_cast<int>(std::ceil(std::log2(largest))) - 7);
}

TEST(InitialWeights, StartEveryLayerWithTheFullRange) {
  for (int bits = kMinNarrowBits; bits <= kMaxNarrowBits; ++bits) {
    const Tensor weights = InitialWeights({30, 40}, bits, 1, 2);
    int64_t largest = 0;
    int64_t sum = 0;
    for (const int64_t v : Values(weights)) {
      largest = std::max(largest, std::abs(v));
      sum += v;
    }
    EXPECT_EQ(largest, MaxMagnitude(bits));
    // Uniform over +-Max: the sum of 1,200 has a deviation of 0.58 * Max * 35.
    EXPECT_LT(std::abs(sum), 4 * 21 * MaxMagnitude(bits)) << bits;
    EXPECT_EQ(weights.type(), StorageFor(bits));
  }
}

TEST(InitialWeights, TakeTheExponentFromTheFans) {
  // 784-100: limit = sqrt(6 / 884) = 0.0824, max|w| just below: 2^-3 < 0.0824... = 2^-3.6: ceil -3.
  EXPECT_EQ(InitialWeights({100, 784}, 8, 1, 0).exponent(), -3 - 7);
  // 100-10: sqrt(6 / 110) = 0.2335 = 2^-2.1: ceil -2.
  EXPECT_EQ(InitialWeights({10, 100}, 8, 1, 0).exponent(), -2 - 7);
  EXPECT_EQ(InitialWeights({10, 100}, 4, 1, 0).exponent(), -2 - 3);
  // Convolution 128 x 3 x 3 x 64: sqrt(6 / (9 * 192)) = 0.0589 = 2^-4.1: ceil -4; without the
  // kernel positions it would be sqrt(6 / 192) = 2^-2.5.
  EXPECT_EQ(InitialWeights({128, 3, 3, 64}, 8, 1, 0).exponent(), -4 - 7);
}

TEST(InitialWeights, DependOnSeedAndTensorAlone) {
  const Tensor weights = InitialWeights({10, 20}, 8, 1, 2);
  EXPECT_EQ(Values(weights), Values(InitialWeights({10, 20}, 8, 1, 2)));
  EXPECT_EQ(Values(weights), Values(InitialWeights({20, 10}, 8, 1, 2)));
  EXPECT_NE(Values(weights), Values(InitialWeights({10, 20}, 8, 2, 2)));
  EXPECT_NE(Values(weights), Values(InitialWeights({10, 20}, 8, 1, 3)));
}

TEST(InitialWeights, RoundHalfAwayFromZero) {
  // Doubles are exact enough to see every element but ties; ties are as good as impossible.
  const uint32_t key = TensorKey(9, 0, 4);
  const Tensor weights = InitialWeights({50, 20}, 6, 9, 4);
  double m = 0;
  std::vector<double> t;
  for (uint64_t i = 0; i < 1000; ++i) {
    t.push_back(2.0 * RandomWord(key, i) + 1 - 4294967296.0);
    m = std::max(m, std::abs(t.back()));
  }
  for (size_t i = 0; i < t.size(); ++i) {
    ASSERT_EQ(weights.Get(static_cast<int64_t>(i)), std::lround(t[i] / m * 31)) << i;
  }
}

}  // namespace
}  // namespace itg
