// SPDX-License-Identifier: Apache-2.0
//
// Range: b = bitlen(m - 1), not bitlen(m). They differ exactly where m is a power of two, which is
// what the recorded vectors would not notice.

#include <gtest/gtest.h>

#include "model/ops/range.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

TEST(Range, TellsMFromMMinusOneAtEveryPowerOfTwo) {
  for (int k = 1; k <= 30; ++k) {
    const int64_t power = int64_t{1} << k;
    for (const int64_t sign : {1, -1}) {
      EXPECT_EQ(Range(Int32({0, sign * power, 0})), k);  // bitlen(m) is k + 1
      EXPECT_EQ(Range(Int32({0, sign * (power + 1), 0})), k + 1);
      EXPECT_EQ(Range(Int32({0, sign * (power - 1), 0})), k == 1 ? 0 : k);
    }
  }
}

TEST(Range, IsZeroForZerosAndForOnes) {
  EXPECT_EQ(Range(Int32({0, 0, 0})), 0);
  EXPECT_EQ(Range(Int32({1, 0, -1})), 0);
  EXPECT_EQ(Range(Int32({2, 0, -1})), 1);
}

TEST(Range, TakesTheMagnitudeOfTheMostNegativeValueAsUnsigned) {
  EXPECT_EQ(Range(Int32({INT32_MIN})), 31);
  EXPECT_EQ(Range(Int32({INT32_MAX})), 31);
  EXPECT_EQ(Range(TensorOf({-(int64_t{1} << 47)}, ElementType::kInt64)), 47);
}

TEST(Range, EqualsTheLargestElementsForRandomTensors) {
  Engine engine(21);
  SCOPED_TRACE("seed 21");
  for (int trial = 0; trial < 300; ++trial) {
    const int bits = static_cast<int>(Uniform(&engine, 8, 48));
    const int64_t size = Uniform(&engine, 1, 200);
    Tensor acc({size}, bits > 32 ? ElementType::kInt64 : ElementType::kInt32);
    int64_t m = 0;
    for (int64_t i = 0; i < size; ++i) {
      acc.Set(i, AnyLength(&engine, bits));
      m = std::max(m, std::abs(acc.Get(i)));
    }
    int expected = 0;  // ceil(log2 m)
    while ((int64_t{1} << expected) < m) ++expected;
    ASSERT_EQ(Range(acc), expected) << "m = " << m;
  }
}

TEST(Range, SeesEveryElementOfALongTensor) {
  for (const int64_t size :
       {int64_t{8192}, int64_t{8193}, int64_t{1} << 20, (int64_t{1} << 20) + 5}) {
    for (const int64_t where : {int64_t{0}, size / 2, size - 1}) {
      Tensor acc({size}, ElementType::kInt32);
      acc.Set(where, -1025);
      ASSERT_EQ(Range(acc), 11) << "element " << where << " of " << size;
    }
  }
}

}  // namespace
}  // namespace itg
