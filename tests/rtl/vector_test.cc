// SPDX-License-Identifier: Apache-2.0
//
// ReLU, its mask and the weight update in the vector unit: every pair of elements at six bits in
// every operation, with lanes that hold no element; eight bits at random.

#include "Vvector_16_8.h"
#include "Vvector_7_6.h"
#include "model/arith/round.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

// itg_pkg::Lane*
constexpr int kNone = 0;
constexpr int kRelu = 1;
constexpr int kMask = 2;
constexpr int kSubtract = 3;

struct LaneResult {
  int64_t out;
  bool mask;
  bool saturated;
};

LaneResult Expected(int op, int64_t x, int64_t y, bool mask, int64_t max) {
  if (op == kRelu) return {x > 0 ? x : 0, x > 0, false};
  if (op == kMask) return {mask ? x : 0, x > 0, false};
  if (op != kSubtract) return {x, x > 0, false};
  const int64_t difference = y - x;
  const int64_t clipped = std::max(-max, std::min(max, difference));
  return {clipped, x > 0, clipped != difference};
}

template <typename Model, int kCols, int kInW>
class VectorUnit {
 public:
  // Lane `col` gets x[col] and y[col]; with kMask y is the mask.
  void Check(int op, unsigned lanes, const std::vector<int64_t>& x, const std::vector<int64_t>& y,
             int64_t max) {
    dut_->en_i = 1;
    dut_->op_i = static_cast<CData>(op);
    SetBits(&dut_->lanes_i, 0, kCols, lanes);
    dut_->max_i = static_cast<CData>(max);
    for (int col = 0; col < kCols; ++col) {
      const size_t i = static_cast<size_t>(col);
      SetBits(&dut_->x_i, kInW * col, kInW, static_cast<uint64_t>(x[i]));
      if (op == kMask) {
        SetBits(&dut_->y_i, col, 1, static_cast<uint64_t>(y[i] & 1));
      } else {
        SetBits(&dut_->y_i, 8 * col, 8, static_cast<uint64_t>(y[i]));
      }
    }
    dut_.Settle();
    for (int col = 0; col < kCols; ++col) {
      const size_t i = static_cast<size_t>(col);
      LaneResult expected = Expected(op, x[i], y[i], (y[i] & 1) != 0, max);
      if (((lanes >> col) & 1) == 0) expected = {0, false, false};
      ASSERT_EQ(GetSigned(dut_->out_o, 8 * col, 8), expected.out)
          << "op " << op << " x " << x[i] << " y " << y[i];
      ASSERT_EQ(GetBits(dut_->mask_o, col, 1) != 0, expected.mask) << "x " << x[i];
      ASSERT_EQ(GetBits(dut_->saturated_o, col, 1) != 0, expected.saturated)
          << "op " << op << " x " << x[i] << " y " << y[i];
    }
  }

 private:
  Dut<Model> dut_;
};

TEST(VectorUnit, IsRightForEveryPairOfSixBits) {
  VectorUnit<Vvector_7_6, 7, 6> unit;
  RandomSource random(1, 0);
  for (const int op : {kNone, kRelu, kMask, kSubtract}) {
    for (int64_t x = -31; x <= 31; ++x) {
      for (int64_t y = -31; y <= 31 - 6; ++y) {
        std::vector<int64_t> ys;
        for (int64_t i = 0; i < 7; ++i) ys.push_back(y + i);
        const unsigned lanes = static_cast<unsigned>(random.Between(0, 127));
        unit.Check(op, lanes, std::vector<int64_t>(7, x), ys,
                   MaxMagnitude(random.IntBetween(4, 6)));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST(VectorUnit, IsRightForRandomLanesOfEightBits) {
  VectorUnit<Vvector_16_8, 16, 16> unit;
  const uint64_t seed = 2;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  for (int i = 0; i < 5000 && !HasFatalFailure(); ++i) {
    std::vector<int64_t> x;
    std::vector<int64_t> y;
    for (int col = 0; col < 16; ++col) {
      // An update subtracts gradients of up to 16 bits.
      const int64_t most = i % 4 == kSubtract ? 32767 : 127;
      x.push_back(random.OneIn(4) ? random.Sign() * most : random.Between(-most, most));
      y.push_back(random.OneIn(4) ? random.Sign() * 127 : random.Between(-127, 127));
    }
    unit.Check(i % 4, static_cast<unsigned>(random.Between(0, 65535)), x, y, 127);
  }
}

}  // namespace
}  // namespace itg
