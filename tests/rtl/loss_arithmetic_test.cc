// SPDX-License-Identifier: Apache-2.0
//
// Are the steps of the cross-entropy what NUMERICS.md section 4 says, written down with divisions
// and powers? Every logit at every exponent; every x with the maxima around it.

#include <cstdlib>

#include "Vloss_power.h"
#include "Vloss_scale.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kLeast = -24;  // exponents below count as this one
constexpr int kMost = 4;

int64_t Scaled(int64_t o, int exponent, bool first) {
  if (first) {
    const int64_t s = o * 47274 / 32768;  // toward zero, as all of C++'s divisions
    return exponent >= 0 ? s * (1 << exponent) : s / (1 << -exponent);
  }
  if (exponent >= -16) return o;
  const int64_t unit = int64_t{1} << (-16 - exponent);
  const int64_t rounded = (2 * std::abs(o) + unit) / (2 * unit);  // ties away from zero
  return o < 0 ? -rounded : rounded;
}

TEST(LossScale, EqualsTheFormulaForEveryLogitAndExponent) {
  Dut<Vloss_scale> dut;
  for (int exponent = kLeast; exponent <= kMost; ++exponent) {
    for (const bool first : {false, true}) {
      if (first ? exponent < -6 : exponent > -1) continue;  // the widths' branches
      for (int64_t o = -128; o <= 127; ++o) {
        dut->en_i = 1;
        dut->exponent_i = static_cast<CData>(exponent & 0x3f);
        dut->first_i = first;
        dut->logit_i = static_cast<CData>(o & 0xff);
        dut.Settle();
        ASSERT_EQ(GetSigned(dut->x_o, 0, 13), Scaled(o, exponent, first))
            << o << " * 2^" << exponent;
        dut->en_i = 0;
        dut.Settle();
        ASSERT_EQ(dut->x_o, 0);
      }
    }
  }
}

int64_t Power(int64_t x, int64_t max, int exponent, bool first) {
  if (first) {
    const int64_t s = std::max<int64_t>(x - (max - 10), 0);
    return (int64_t{1} << s) - 1;
  }
  const int64_t one = int64_t{1} << -std::max(exponent, -16);  // 2^-e
  return 2 * one * one + 2 * x * one + x * x;
}

void ExpectPower(Dut<Vloss_power>* dut, int64_t x, int64_t max, int exponent, bool first) {
  (*dut)->en_i = 1;
  (*dut)->exponent_i = static_cast<CData>(exponent & 0x3f);
  (*dut)->first_i = first;
  (*dut)->x_i = static_cast<SData>(x & 0x1fff);
  (*dut)->max_i = static_cast<SData>(max & 0x1fff);
  dut->Settle();
  ASSERT_EQ((*dut)->p_o, static_cast<uint64_t>(Power(x, max, exponent, first)))
      << x << " of at most " << max << ", exponent " << exponent;
  (*dut)->en_i = 0;
  dut->Settle();
  ASSERT_EQ((*dut)->p_o, 0u);
}

TEST(LossPower, EqualsTheFormulaInBothBranches) {
  Dut<Vloss_power> dut;
  for (int64_t max = -2944; max <= 2944; max += 7) {
    for (int64_t below = 0; below <= 13; ++below) ExpectPower(&dut, max - below, max, 0, true);
    ExpectPower(&dut, -2944, max, 0, true);
  }
  for (int exponent = kLeast; exponent <= -1; ++exponent) {
    // In the second branch a logit's magnitude is below 2^-e.
    const int64_t limit = exponent <= -7 ? 127 : (1 << -exponent) - 1;
    for (int64_t x = -limit; x <= limit; ++x) ExpectPower(&dut, x, limit, exponent, false);
  }
}

}  // namespace
}  // namespace itg
