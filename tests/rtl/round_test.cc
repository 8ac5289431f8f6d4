// SPDX-License-Identifier: Apache-2.0
//
// Is the rounding unit the golden rounding? Every input at a small width; at the widths of the
// shipped configurations corners (powers of two, their neighbours, ties) crossed with every shift,
// every mode and random bits, and random accumulators.

#include "model/arith/round.h"

#include "Vround_20_6.h"
#include "Vround_32_8.h"
#include "Vround_8_4.h"
#include "Vround_nearest_only.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

template <typename Model>
class RoundUnit {
 public:
  explicit RoundUnit(int acc_bits) : acc_bits_(acc_bits) {
    dut_->en_i = 1;
    dut_->lanes_i = 1;
  }

  void Drive(int64_t acc, int shift, Rounding mode, uint32_t random, int out_bits) {
    SetBits(&dut_->acc_i, 0, acc_bits_, static_cast<uint64_t>(acc));
    SetBits(&dut_->rand_i, 0, acc_bits_, random);
    dut_->shift_i = static_cast<CData>(shift);
    dut_->mode_i = static_cast<CData>(mode);
    dut_->max_i = static_cast<CData>(MaxMagnitude(out_bits));
    dut_.Settle();
  }
  // `width` is that of the port, `out_bits` the run-time width of the element.
  void Expect(int64_t acc, int shift, Rounding mode, uint32_t random, int out_bits, int width) {
    Drive(acc, shift, mode, random, out_bits);
    const Rounded expected = Round(acc, shift, mode, random, out_bits);
    ASSERT_EQ(GetSigned(dut_->out_o, 0, width), expected.value)
        << "acc " << acc << " shift " << shift << " mode " << static_cast<int>(mode) << " random "
        << random << " bits " << out_bits;
    ASSERT_EQ(dut_->saturated_o != 0, expected.saturated) << "acc " << acc << " shift " << shift;
  }
  Dut<Model>& dut() { return dut_; }
  int64_t result(int width) { return GetSigned(dut_->out_o, 0, width); }

 private:
  Dut<Model> dut_;
  int acc_bits_;
};

constexpr Rounding kModes[] = {Rounding::kNearest, Rounding::kStochastic,
                               Rounding::kPseudoStochastic};

TEST(RoundUnit, EqualsTheGoldenModelForEveryInputOfEightBits) {
  RoundUnit<Vround_8_4> unit(8);
  for (int64_t acc = -128; acc < 128; ++acc) {
    for (int shift = 0; shift < 8; ++shift) {
      for (const Rounding mode : kModes) {
        const uint32_t draws = mode == Rounding::kStochastic ? 1u << shift : 1u;
        for (uint32_t random = 0; random < draws; ++random) {
          for (int bits = 2; bits <= 4; ++bits) {
            unit.Expect(acc, shift, mode, random, bits, 4);
            if (HasFatalFailure()) return;
          }
        }
      }
    }
  }
}

// Corners of an accumulator: 0, +-2^k and neighbours, +-1.5 * 2^k (ties), the extremes.
std::vector<int64_t> Corners(int acc_bits) {
  const int64_t top = int64_t{1} << (acc_bits - 1);
  std::vector<int64_t> corners = {0, -top, -top + 1, top - 1};
  for (int k = 0; k < acc_bits - 1; ++k) {
    for (int64_t delta = -1; delta <= 1; ++delta) {
      for (const int64_t centre : {int64_t{1} << k, (int64_t{1} << k) + (int64_t{1} << k) / 2}) {
        if (centre + delta < top) corners.push_back(centre + delta);
        corners.push_back(-(centre + delta));
      }
    }
  }
  return corners;
}

template <typename Model>
void CrossCorners(int acc_bits, int width, uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  RoundUnit<Model> unit(acc_bits);
  std::vector<int64_t> accumulators = Corners(acc_bits);
  for (int i = 0; i < 5000; ++i) {
    const int bits = random.IntBetween(1, acc_bits);
    accumulators.push_back(Wrap(static_cast<int64_t>(random.Next()), bits));
  }
  for (const int64_t acc : accumulators) {
    for (int shift = 0; shift < acc_bits; ++shift) {
      for (const Rounding mode : kModes) {
        for (int i = 0; i < (mode == Rounding::kStochastic ? 4 : 1); ++i) {
          // The draw next to the discarded bits decides: below it, at it, anything.
          const uint32_t near = static_cast<uint32_t>(Magnitude(acc)) - (i == 0 ? 1u : 0u);
          const uint32_t draw = i < 2 ? near : static_cast<uint32_t>(random.Next());
          unit.Expect(acc, shift, mode, draw, random.IntBetween(2, width), width);
          if (testing::Test::HasFatalFailure()) return;
        }
      }
    }
  }
}

TEST(RoundUnit, EqualsTheGoldenModelAtTwentyBits) { CrossCorners<Vround_20_6>(20, 6, 20); }
TEST(RoundUnit, EqualsTheGoldenModelAtThirtyTwoBits) { CrossCorners<Vround_32_8>(32, 8, 32); }

TEST(RoundUnit, TiesGoAwayFromZeroAndTheLargestIsClipped) {
  RoundUnit<Vround_32_8> unit(32);
  unit.Drive(-5, 1, Rounding::kNearest, 0, 8);
  EXPECT_EQ(unit.result(8), -3);
  unit.Drive(1 << 14, 7, Rounding::kNearest, 0, 8);  // 2^k becomes 2^B
  EXPECT_EQ(unit.result(8), 127);
  EXPECT_EQ(unit.dut()->saturated_o, 1);
}

TEST(RoundUnit, AMissingModeRoundsToNearest) {
  RoundUnit<Vround_nearest_only> unit(8);
  for (int64_t acc = -128; acc < 128; ++acc) {
    for (int shift = 0; shift < 8; ++shift) {
      for (const Rounding mode : kModes) {
        unit.Drive(acc, shift, mode, 0xff, 4);
        ASSERT_EQ(unit.result(4), Round(acc, shift, Rounding::kNearest, 0, 4).value) << acc;
      }
    }
  }
}

TEST(RoundUnit, IsQuietWhileNotEnabled) {
  RoundUnit<Vround_8_4> unit(8);
  unit.dut()->en_i = 0;
  unit.Drive(100, 1, Rounding::kNearest, 0, 4);
  EXPECT_EQ(unit.result(4), 0);
  EXPECT_EQ(unit.dut()->saturated_o, 0);
}

}  // namespace
}  // namespace itg
