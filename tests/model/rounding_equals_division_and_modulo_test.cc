// SPDX-License-Identifier: Apache-2.0
//
// Round() is the definition the fast loops and the RTL are measured against, so it is itself
// measured: against a second, dumb model, and against the figures printed in NUMERICS.md section 3.

#include <gtest/gtest.h>

#include "model/arith/random.h"
#include "tests/model/support/dumb_round.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

constexpr Rounding kModes[] = {Rounding::kNearest, Rounding::kStochastic,
                               Rounding::kPseudoStochastic};

void ExpectEqual(int64_t acc, int shift, Rounding mode, uint32_t random, int out_bits) {
  const Rounded got = Round(acc, shift, mode, random, out_bits);
  const Rounded expected = DumbRound(acc, shift, mode, random, out_bits);
  ASSERT_EQ(got.value, expected.value)
      << acc << " >> " << shift << " mode " << static_cast<int>(mode) << " random " << random
      << " bits " << out_bits;
  ASSERT_EQ(got.saturated, expected.saturated) << acc << " >> " << shift << " bits " << out_bits;
}

TEST(Rounding, EqualsDivisionAndModuloForEverySmallAccumulator) {
  for (const Rounding mode : kModes) {
    for (int shift = 0; shift <= 11; ++shift) {
      for (int64_t acc = -2048; acc <= 2047; ++acc) {
        for (const int out_bits : {2, 3, 4, 8, 16}) {
          const uint32_t random = RandomWord(1, static_cast<uint64_t>(acc + 2048));
          ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, shift, mode, random, out_bits));
        }
      }
    }
  }
}

TEST(Rounding, EqualsDivisionAndModuloForEveryStochasticDraw) {
  for (int shift = 0; shift <= 5; ++shift) {
    for (int64_t acc = -64; acc <= 64; ++acc) {
      for (uint32_t random = 0; random < 64; ++random) {  // higher bits than `shift` do not count
        ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, shift, Rounding::kStochastic, random, 4));
      }
    }
  }
}

TEST(Rounding, EqualsDivisionAndModuloAtTheCornersOfWideAccumulators) {
  for (const Rounding mode : kModes) {
    for (int shift = 0; shift <= 47; ++shift) {
      for (const int64_t acc : Corners(48)) {
        ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, shift, mode, 0xffffffffu, 8));
        ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, shift, mode, 0, 16));
      }
    }
  }
}

TEST(Rounding, NearestBreaksTiesAwayFromZero) {
  EXPECT_EQ(Round(5, 1, Rounding::kNearest, 0, 8).value, 3);    // half to even gives 2
  EXPECT_EQ(Round(-5, 1, Rounding::kNearest, 0, 8).value, -3);  // half up gives -2
  EXPECT_EQ(Round(-7, 2, Rounding::kNearest, 0, 8).value, -2);  // flooring the shift gives -1
}

TEST(Rounding, PseudoStochasticMatchesTheTableOfTheSpecification) {
  const auto up = [](int64_t f, int shift) {
    return Round(f, shift, Rounding::kPseudoStochastic, 0, 8).value;
  };
  const std::vector<std::vector<int64_t>> table = {{0, 1}, {0, 0, 1, 0}, {0, 0, 1, 0, 1, 0, 1, 1}};
  for (int shift = 1; shift <= 3; ++shift) {
    const std::vector<int64_t>& row = table[static_cast<size_t>(shift - 1)];
    for (size_t f = 0; f < row.size(); ++f) {
      EXPECT_EQ(up(static_cast<int64_t>(f), shift), row[f]) << "shift " << shift << " f " << f;
    }
  }
  for (int64_t f = 0; f < 16; ++f) EXPECT_EQ(up(f, 4), (f >> 2) > (f & 3) ? 1 : 0) << f;
}

// Sum over all f of (2^shift * up - f), so 2^(2*shift) times the mean error in magnitude.
int64_t SummedError(int shift) {
  const int64_t power = int64_t{1} << shift;
  int64_t sum = 0;
  for (int64_t f = 0; f < power; ++f) {
    sum += power * Round(f, shift, Rounding::kPseudoStochastic, 0, 8).value - f;
  }
  return sum;
}

TEST(Rounding, PseudoStochasticHasTheExactMeanErrorOfTheSpecification) {
  for (int half = 1; half <= 9; ++half) {
    const int shift = 2 * half;  // -(2^-h - 2^-2h) / 2
    const int64_t expected = -((int64_t{1} << (2 * shift - half)) - (int64_t{1} << shift)) / 2;
    EXPECT_EQ(SummedError(shift), expected) << shift;
  }
  for (int shift = 1; shift <= 19; shift += 2) {  // +2^-(shift+1)
    EXPECT_EQ(SummedError(shift), int64_t{1} << (shift - 1)) << shift;
  }
}

TEST(Rounding, StochasticIsUnbiased) {
  for (int shift = 1; shift <= 8; ++shift) {
    const int64_t power = int64_t{1} << shift;
    for (int64_t f = 0; f < power; ++f) {  // exactly f of the 2^shift draws round up
      int64_t ups = 0;
      for (int64_t draw = 0; draw < power; ++draw) {
        ups += Round(f, shift, Rounding::kStochastic, static_cast<uint32_t>(draw), 8).value;
      }
      ASSERT_EQ(ups, f) << "shift " << shift;
    }
  }
}

TEST(Rounding, ShiftZeroClipsAndNothingElse) {
  for (const Rounding mode : kModes) {
    EXPECT_EQ(Round(127, 0, mode, 0xffffffffu, 8).value, 127);
    EXPECT_FALSE(Round(127, 0, mode, 0xffffffffu, 8).saturated);
    EXPECT_EQ(Round(128, 0, mode, 0xffffffffu, 8).value, 127);
    EXPECT_EQ(Round(-128, 0, mode, 0xffffffffu, 8).value, -127);
    EXPECT_TRUE(Round(-128, 0, mode, 0xffffffffu, 8).saturated);
  }
}

}  // namespace
}  // namespace itg
