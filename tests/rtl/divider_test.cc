// SPDX-License-Identifier: Apache-2.0
//
// Does the divider truncate the fraction, always after the same number of steps? Every fraction of
// five bits; at the width of the loss corners of both operands crossed, and random ones. A pipe of
// Frac + 1 places beside the unit says in every cycle what must come out, or that nothing must.

#include <deque>
#include <optional>

#include "Vdivider_44_11.h"
#include "Vdivider_5_4.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

struct Fraction {
  uint64_t num;
  uint64_t den;
};

// `busy` in a hundred cycles have an operand, and as many a step.
template <typename Model>
void Divide(const std::vector<Fraction>& fractions, int frac, int busy, uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Dut<Model> dut;
  dut.Reset();
  std::deque<std::optional<Fraction>> pipe(static_cast<size_t>(frac) + 1);
  size_t given = 0;
  for (size_t steps = 0; steps < fractions.size() + pipe.size();) {
    const bool valid = given < fractions.size() && random.IntBetween(1, 100) <= busy;
    const Fraction next = valid ? fractions[given] : Fraction{random.Next(), random.Next()};
    dut->valid_i = valid;
    SetBits(&dut->num_i, 0, 44, next.num);
    SetBits(&dut->den_i, 0, 44, next.den);
    dut->step_i = random.IntBetween(1, 100) <= busy;
    if (dut->step_i) {
      pipe.push_front(valid ? std::optional<Fraction>(next) : std::nullopt);
      pipe.pop_back();
      given += valid ? 1 : 0;
      steps += given == fractions.size() || valid ? 1 : 0;
    }
    dut.Tick();
    ASSERT_EQ(dut->valid_o != 0, pipe.back().has_value());
    if (!pipe.back()) continue;
    const Fraction f = *pipe.back();
    ASSERT_EQ(dut->quotient_o, (f.num << frac) / f.den) << f.num << " / " << f.den;
  }
}

TEST(Divider, DividesEveryFractionOfFiveBits) {
  std::vector<Fraction> all;
  for (uint64_t den = 1; den < 32; ++den) {
    for (uint64_t num = 0; num <= den; ++num) all.push_back({num, den});
  }
  for (const int busy : {100, 70, 20}) Divide<Vdivider_5_4>(all, 4, busy, 61);
}

TEST(Divider, DividesCornersAndRandomFractionsOfTheLoss) {
  const uint64_t seed = 62;
  RandomSource random(seed, 0);
  std::vector<uint64_t> numbers;
  for (int k = 0; k < 44; ++k) {
    for (const int64_t delta : {-1, 0, 1}) {
      numbers.push_back(static_cast<uint64_t>((int64_t{1} << k) + delta));
    }
    numbers.push_back(random.Next() >> (63 - k));
  }
  numbers.push_back((uint64_t{1} << 44) - 1);
  std::vector<Fraction> fractions;
  for (const uint64_t den : numbers) {
    for (const uint64_t num : numbers) {
      if (den > 0 && num <= den) fractions.push_back({num, den});
    }
    // The quotient's borders: num * 2^11 is a multiple of den, or one less.
    const uint64_t multiple = random.Next() % 2048 * den / 2048;
    if (den > 0) fractions.push_back({multiple, den});
  }
  for (const int busy : {100, 70}) Divide<Vdivider_44_11>(fractions, 11, busy, seed);
}

TEST(Divider, ReportsWhatIsNoFraction) {
  for (const Fraction& f : {Fraction{3, 2}, Fraction{0, 0}}) {
    Dut<Vdivider_5_4> dut;
    dut.Reset();
    dut.ExpectAssertion("IsAFraction_A", [&] {
      dut->num_i = static_cast<CData>(f.num);
      dut->den_i = static_cast<CData>(f.den);
      dut->valid_i = 1;
      dut->step_i = 1;
      dut.Tick();
    });
    dut->valid_i = 0;
    dut.Tick();
  }
}

}  // namespace
}  // namespace itg
