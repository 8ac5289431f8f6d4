// SPDX-License-Identifier: Apache-2.0
//
// Does the array compute sums of products modulo 2^AccW, and does draining a tile not disturb the
// next one? Tiles follow each other without a pause, of random length and with idle cycles in
// between, while the rows of the previous one are read in random order.

#include "Vmac_4_4.h"
#include "Vmac_5_7.h"
#include "Vmac_twin_5_7.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

struct Geometry {
  int rows;
  int cols;
  int a_bits;
  int b_bits;
  int acc_bits;
};

template <typename Model>
class Array {
 public:
  Array(const Geometry& geometry, RandomSource* random)
      : g_(geometry), random_(random), sums_(At(g_.rows, 0)) {
    dut_.Reset();
  }

  // `depth` steps of a new tile; meanwhile every row of the previous one is drained and checked.
  void Tile(int depth, bool extreme) {
    const std::vector<int64_t> previous = sums_;
    sums_.assign(sums_.size(), 0);
    int next_row = previous_valid_ ? 0 : g_.rows;
    for (int step = 0; step < depth;) {
      dut_->drain_i = next_row < g_.rows && !random_->OneIn(3);
      dut_->drain_row_i = static_cast<CData>(Order(next_row));
      const int drained = dut_->drain_i ? Order(next_row++) : -1;
      // The last step may come in the cycle of the last drained row, not before.
      const bool overtakes = step == depth - 1 && next_row < g_.rows;
      dut_->en_i = !overtakes && !random_->OneIn(4);
      if (dut_->en_i) {
        Operands(extreme);
        dut_->first_i = step == 0;
        dut_->last_i = step == depth - 1;
        ++step;
      }
      dut_.Tick();
      if (drained >= 0) Check(previous, drained);
      if (testing::Test::HasFatalFailure()) return;
    }
    previous_valid_ = true;
  }
  int wrapped() const { return wrapped_; }  // sums seen that do not fit the accumulator

 private:
  size_t At(int row, int col) const {
    return static_cast<size_t>(row) * static_cast<size_t>(g_.cols) + static_cast<size_t>(col);
  }
  int Order(int i) const { return (i * 3 + 1) % g_.rows; }  // 3 is coprime to 4 and 5

  int64_t Element(int bits, bool extreme) {
    const int64_t max = (int64_t{1} << (bits - 1)) - 1;
    if (!extreme) return random_->Between(-max, max);
    return random_->OneIn(16) ? -max : max;  // mostly of one sign: sums grow past the accumulator
  }

  void Operands(bool extreme) {
    std::vector<int64_t> b;
    for (int col = 0; col < g_.cols; ++col) {
      b.push_back(Element(g_.b_bits, extreme));
      SetBits(&dut_->b_i, g_.b_bits * col, g_.b_bits, static_cast<uint64_t>(b.back()));
    }
    for (int row = 0; row < g_.rows; ++row) {
      const int64_t a = Element(g_.a_bits, extreme);
      SetBits(&dut_->a_i, g_.a_bits * row, g_.a_bits, static_cast<uint64_t>(a));
      for (int col = 0; col < g_.cols; ++col) {
        sums_[At(row, col)] += a * b[static_cast<size_t>(col)];
      }
    }
  }

  void Check(const std::vector<int64_t>& sums, int row) {
    for (int col = 0; col < g_.cols; ++col) {
      const int64_t sum = sums[At(row, col)];
      wrapped_ += Fits(sum, g_.acc_bits) ? 0 : 1;
      ASSERT_EQ(GetSigned(dut_->row_o, g_.acc_bits * col, g_.acc_bits), Wrap(sum, g_.acc_bits))
          << "row " << row << " column " << col;
    }
  }

  Geometry g_;
  RandomSource* random_;
  Dut<Model> dut_;
  std::vector<int64_t> sums_;
  bool previous_valid_ = false;
  int wrapped_ = 0;
};

template <typename Model>
int RunTiles(const Geometry& geometry, uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Array<Model> array(geometry, &random);
  for (int tile = 0; tile < 150 && !testing::Test::HasFatalFailure(); ++tile) {
    const int depth = random.OneIn(4) ? random.IntBetween(1, 3) : random.IntBetween(1, 600);
    array.Tile(depth, random.OneIn(3));
  }
  return array.wrapped();
}

TEST(MacArray, AccumulatesWhileItDrains) { RunTiles<Vmac_4_4>({4, 4, 8, 8, 32}, 1); }

TEST(MacArray, WrapsModuloTheAccumulatorWidth) {
  EXPECT_GT(RunTiles<Vmac_5_7>({5, 7, 6, 5, 17}, 2), 0);
}

// The array as synthesis maps it, of cells (sim/synth/rtl): proven equal by tests/sim/synth where
// the rows are a power of two, run here where they are not.
TEST(MacArray, OfCellsDoesTheSame) { EXPECT_GT(RunTiles<Vmac_twin_5_7>({5, 7, 6, 5, 17}, 3), 0); }

}  // namespace
}  // namespace itg
