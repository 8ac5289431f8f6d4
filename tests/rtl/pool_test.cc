// SPDX-License-Identifier: Apache-2.0
//
// Do the taps of a window combine as the golden model says? Sums with and without a factor or a
// winner to select, and the largest with the first position that has it.

#include "Vtap_max_5_20_6.h"
#include "Vtap_sum_5_20.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"
#include "tests/support/tap.h"

namespace itg {
namespace {

constexpr int kCols = 5;
constexpr int kAccW = 20;

Tap RandomTap(RandomSource* random) {
  const bool keeps = !random->OneIn(4);
  return {random->OneIn(3), true, keeps, false, false, random->IntBetween(0, 255)};
}

TEST(TapSum, AddsWhatCounts) {
  RandomSource random(71, 0);
  Dut<Vtap_sum_5_20> dut;
  dut->en_i = 1;
  for (int i = 0; i < 5000; ++i) {
    const Tap tap = RandomTap(&random);
    const int64_t scale = random.OneIn(2) ? 0 : random.Between(1, 65535);
    SetBits(&dut->tap_i, 0, 13, Packed(tap));
    dut->scale_i = static_cast<SData>(scale);
    dut->selects_i = i % 2 != 0;
    std::vector<int64_t> expected;
    for (int col = 0; col < kCols; ++col) {
      const int64_t x = random.OneIn(4) ? random.Sign() * 127 : random.Between(-127, 127);
      const int64_t y = random.OneIn(2) ? tap.position : random.Between(0, 255);
      const int64_t state = Wrap(static_cast<int64_t>(random.Next()), kAccW);
      SetBits(&dut->x_i, kAccW * col, kAccW, static_cast<uint64_t>(x));
      SetBits(&dut->y_i, 8 * col, 8, static_cast<uint64_t>(y));
      SetBits(&dut->state_i, kAccW * col, kAccW, static_cast<uint64_t>(state));
      const bool counts = tap.keeps && (i % 2 == 0 || y == tap.position);
      const int64_t term = counts ? x * (scale == 0 ? 1 : scale) : 0;
      expected.push_back(Wrap(term + (tap.first ? 0 : state), kAccW));
    }
    dut.Settle();
    for (int col = 0; col < kCols; ++col) {
      ASSERT_EQ(GetSigned(dut->sum_o, kAccW * col, kAccW), expected[static_cast<size_t>(col)]) << i;
    }
  }
}

TEST(TapMax, KeepsTheFirstOfTheLargest) {
  RandomSource random(72, 0);
  Dut<Vtap_max_5_20_6> dut;
  dut->en_i = 1;
  std::vector<int64_t> best(kCols);
  std::vector<int> position(kCols);
  for (int i = 0; i < 20000; ++i) {
    Tap tap = RandomTap(&random);
    tap.first = tap.first || i == 0;
    const bool relu = i / 100 % 2 != 0;
    SetBits(&dut->tap_i, 0, 13, Packed(tap));
    dut->relu_i = relu;
    dut->lanes_i = static_cast<CData>(random.IntBetween(0, 31));
    for (int col = 0; col < kCols; ++col) {
      const size_t c = static_cast<size_t>(col);
      const int64_t x = random.OneIn(4) ? random.Sign() * 31 : random.Between(-3, 3);
      const int64_t value = relu ? std::max<int64_t>(x, 0) : x;
      SetBits(&dut->x_i, 6 * col, 6, static_cast<uint64_t>(x));
      if (tap.first) best[c] = -32, position[c] = 0;
      if (tap.keeps && value > best[c]) best[c] = value, position[c] = tap.position;
    }
    dut.Settle();
    for (int col = 0; col < kCols; ++col) {
      const size_t c = static_cast<size_t>(col);
      ASSERT_EQ(GetSigned(dut->best_o, 6 * col, 6), best[c]) << i;
      const bool lane = ((dut->lanes_i >> col) & 1) != 0;
      ASSERT_EQ(GetBits(dut->index_o, 8 * col, 8), static_cast<uint64_t>(lane ? position[c] : 0));
      SetBits(&dut->state_i, kAccW * col, kAccW, GetBits(dut->state_o, kAccW * col, kAccW));
    }
  }
}

}  // namespace
}  // namespace itg
