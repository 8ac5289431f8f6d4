// SPDX-License-Identifier: Apache-2.0
//
// Does the range unit find ceil(log2 max|x|) of a whole tensor? Every power of two and its
// neighbours, both signs, in every lane; random tensors with lanes that must not count; the answer
// is there one cycle after the question and not before.

#include "Vrange_3_20.h"
#include "Vrange_4_32.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

template <typename Model, int kCols, int kAccW>
class RangeUnit {
 public:
  RangeUnit() { dut_.Reset(); }

  void Clear() {
    dut_->clear_i = 1;
    dut_.Tick();
    dut_->clear_i = 0;
  }
  void Word(const std::vector<int64_t>& word, unsigned lanes) {
    dut_->valid_i = 1;
    dut_->lanes_i = static_cast<CData>(lanes);
    for (int col = 0; col < kCols; ++col) {
      SetBits(&dut_->word_i, kAccW * col, kAccW,
              static_cast<uint64_t>(word[static_cast<size_t>(col)]));
    }
    dut_.Tick();
    dut_->valid_i = 0;
  }
  int Query() {
    dut_->query_i = 1;
    dut_.Tick();
    dut_->query_i = 0;
    return dut_->bits_o;
  }
  Dut<Model>& dut() { return dut_; }

 private:
  Dut<Model> dut_;
};

template <typename Model, int kCols, int kAccW>
void SingleElements() {
  RangeUnit<Model, kCols, kAccW> unit;
  for (int k = 0; k < kAccW; ++k) {
    for (int64_t delta = -1; delta <= 1; ++delta) {
      for (const int sign : {1, -1}) {
        const int64_t x = Wrap(sign * ((int64_t{1} << k) + delta), kAccW);
        const int col = (k + sign + 1) % kCols;
        std::vector<int64_t> word(kCols);
        word[static_cast<size_t>(col)] = x;
        unit.Clear();
        unit.Word(word, (1u << kCols) - 1);
        ASSERT_EQ(unit.Query(), RangeBits(Magnitude(x))) << x << " in lane " << col;
      }
    }
  }
}

TEST(RangeUnit, KnowsEveryPowerOfTwoAndItsNeighbours) {
  SingleElements<Vrange_3_20, 3, 20>();
  SingleElements<Vrange_4_32, 4, 32>();
}

TEST(RangeUnit, SeesTheWholeTensorAndOnlyItsLanes) {
  const uint64_t seed = 5;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  RangeUnit<Vrange_3_20, 3, 20> unit;
  for (int round = 0; round < 500; ++round) {
    unit.Clear();
    const int bits = random.IntBetween(1, 20);
    uint64_t largest = 0;
    for (int i = random.IntBetween(0, 12); i > 0; --i) {
      const unsigned lanes = static_cast<unsigned>(random.Between(0, 7));
      std::vector<int64_t> word(3);
      for (size_t col = 0; col < 3; ++col) {
        const bool counts = ((lanes >> col) & 1) != 0;
        word[col] = Wrap(static_cast<int64_t>(random.Next()), counts ? bits : 20);
        if (counts) largest = std::max(largest, Magnitude(word[col]));
      }
      unit.Word(word, lanes);
      if (random.OneIn(4)) unit.dut().Tick();  // a gap
    }
    ASSERT_EQ(unit.Query(), RangeBits(largest)) << "round " << round;
  }
}

TEST(RangeUnit, AnswersOneCycleAfterTheQuestion) {
  RangeUnit<Vrange_3_20, 3, 20> unit;
  unit.Clear();
  unit.Word({5, 0, 0}, 7);
  ASSERT_EQ(unit.Query(), 3);
  unit.Word({-300, 0, 0}, 7);
  unit.dut().Tick();
  EXPECT_EQ(unit.dut()->bits_o, 3);  // nobody asked
  EXPECT_EQ(unit.Query(), 9);
}

}  // namespace
}  // namespace itg
