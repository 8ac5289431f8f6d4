// SPDX-License-Identifier: Apache-2.0
//
// Does the residual add equalise exponents like the golden model? Every pair of elements of six
// bits and every shift of either operand, against the definition: nearest is a rounded division.

#include <cmath>

#include "Vadd_5_20.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kCols = 5;
constexpr int kAccW = 20;

// Ties away from zero, by doubles: exact here.
int64_t Rounded(int64_t x, int shift) {
  return static_cast<int64_t>(std::round(static_cast<double>(x) / std::ldexp(1.0, shift)));
}

void Check(Dut<Vadd_5_20>* dut, int x_shift, int y_shift, int64_t x, int64_t y) {
  (*dut)->x_shift_i = static_cast<CData>(x_shift);
  (*dut)->y_shift_i = static_cast<CData>(y_shift);
  for (int col = 0; col < kCols; ++col) {
    SetBits(&(*dut)->x_i, kAccW * col, kAccW, static_cast<uint64_t>(x - col));
    SetBits(&(*dut)->y_i, 8 * col, 8, static_cast<uint64_t>(y));
  }
  dut->Settle();
  for (int col = 0; col < kCols; ++col) {
    ASSERT_EQ(GetSigned((*dut)->sum_o, kAccW * col, kAccW),
              Rounded(x - col, x_shift) + Rounded(y, y_shift))
        << x - col << " >> " << x_shift << " + " << y << " >> " << y_shift;
  }
}

TEST(Add, RoundsTheOperandWithTheSmallerExponent) {
  Dut<Vadd_5_20> dut;
  dut->en_i = 1;
  for (int shift = 0; shift < 16; ++shift) {
    for (int64_t x = -122; x <= 127; x += shift == 0 ? 5 : 1) {
      for (const int64_t y : {-127, -64, -63, -1, 0, 1, 2, 32, 127}) {
        Check(&dut, shift, 0, x, y);
        Check(&dut, 0, shift, x, y);
        if (HasFatalFailure()) return;
      }
    }
  }
  dut->en_i = 0;
  dut.Settle();
  EXPECT_EQ(GetBits(dut->sum_o, 0, 64), 0u);
}

}  // namespace
}  // namespace itg
