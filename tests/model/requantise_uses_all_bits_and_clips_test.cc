// SPDX-License-Identifier: Apache-2.0
//
// Requantise: shift from the range, exponent, and the clip that the published program forgets.

#include <gtest/gtest.h>

#include "model/arith/random.h"
#include "model/ops/requantise.h"
#include "tests/model/support/dumb_round.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

struct Result {
  std::vector<int64_t> values;
  int exponent;
  uint64_t saturations;
};

Result Requantised(const Tensor& acc, const RoundingPlan& plan) {
  Reducer whole_batch;
  Tensor out(acc.shape(), StorageFor(plan.out_bits));
  const uint64_t saturations = Requantise({acc, -1, plan, &whole_batch}, &out);
  return {Values(out), out.exponent(), saturations};
}

TEST(Requantise, ClipsPlus128AtShiftZero) {
  const Result result = Requantised(Int32({128, -128, 127, 5}, -9), {});  // m = 128: b = 7, shift 0
  EXPECT_EQ(result.values, (std::vector<int64_t>{127, -127, 127, 5}));
  EXPECT_EQ(result.exponent, -9);
  EXPECT_EQ(result.saturations, 2u);
}

TEST(Requantise, ClipsTheElementThatRoundsTo128) {
  const Result result = Requantised(Int32({256, -255, 254, 3}, -9), {});  // m = 256: b = 8, shift 1
  EXPECT_EQ(result.values, (std::vector<int64_t>{127, -127, 127, 2}));
  EXPECT_EQ(result.exponent, -8);
  EXPECT_EQ(result.saturations, 2u);  // 256 and -255 round to 128; 254 is 127 exactly
}

TEST(Requantise, LeavesSmallTensorsAloneAndNeverShiftsLeft) {
  const Result result = Requantised(Int32({3, -2, 0}, 4), {});
  EXPECT_EQ(result.values, (std::vector<int64_t>{3, -2, 0}));
  EXPECT_EQ(result.exponent, 4);
  EXPECT_EQ(Requantised(Int32({0, 0}, 4), {}).exponent, 4);
}

// The dumb way round: find m, count its bits by doubling, divide.
TEST(Requantise, EqualsDivisionAtEveryWidthAndMode) {
  Engine engine(31);
  SCOPED_TRACE("seed 31");
  for (int bits = kMinNarrowBits; bits <= kMaxNarrowBits; ++bits) {
    for (int trial = 0; trial < 60; ++trial) {
      const int acc_bits = static_cast<int>(Uniform(&engine, 8, 48));
      const int longest = static_cast<int>(Uniform(&engine, 1, acc_bits));
      Tensor acc({Uniform(&engine, 1, 40)},
                 acc_bits > 32 ? ElementType::kInt64 : ElementType::kInt32);
      int64_t m = 0;
      for (int64_t i = 0; i < acc.size(); ++i) {
        acc.Set(i, AnyLength(&engine, longest));
        m = std::max(m, std::abs(acc.Get(i)));
      }
      int b = 0;
      while (PowerOfTwo(b) < m) ++b;
      const int shift = std::max(0, b - (bits - 1));
      const Rounding mode = static_cast<Rounding>(trial % kRoundingCount);
      const Result result = Requantised(acc, {mode, bits, 17, 0});
      ASSERT_EQ(result.exponent, acc.exponent() + shift);
      for (int64_t i = 0; i < acc.size(); ++i) {
        const int64_t random = RandomWord(17, static_cast<uint64_t>(i));
        ASSERT_EQ(result.values[static_cast<size_t>(i)],
                  DumbRound(acc.Get(i), shift, mode, random, bits).value)
            << acc.Get(i) << " >> " << shift << " to " << bits << " bits";
      }
    }
  }
}

}  // namespace
}  // namespace itg
