// SPDX-License-Identifier: Apache-2.0
//
// How long does the loss take? The same whatever the values are, a cycle a class. And a
// command that starts too early is reported.

#include "Vloss_8.h"
#include "model/arith/round.h"
#include "tests/rtl/loss_unit.h"

namespace itg {
namespace {

TEST(LossUnit, TakesTheSameCyclesForAllValues) {
  RandomSource random(73, 0);
  LossUnit<Vloss_8> unit(13);
  for (const int64_t classes : {int64_t{2}, int64_t{10}, int64_t{1000}}) {
    const int64_t samples = 5;
    int expected = 0;
    for (int i = 0; i < 30; ++i) {
      Case c;
      c.classes = classes;
      c.exponent = random.IntBetween(-30, 8);
      c.error_bits = 8;
      c.logit_bits = random.IntBetween(4, 8);
      const int64_t max = MaxMagnitude(c.logit_bits);
      const int kind = random.IntBetween(0, 9);
      for (int64_t k = 0; k < samples * classes; ++k) {
        c.logits.push_back(Logit(max, kind, &random));
      }
      for (int64_t n = 0; n < samples; ++n) c.labels.push_back(random.Between(0, classes - 1));
      const int cycles = unit.Run(c).cycles;
      if (expected == 0) expected = cycles;
      ASSERT_EQ(cycles, expected) << Text(c);
    }
  }
}

// The first G leaves after three rows and 18 cycles: the registers of the scale and of both powers,
// the divider's 12 stages, a cycle of each row buffer. From then on it is a class a cycle,
// or five cycles for the label.
TEST(LossUnit, TakesACycleAClass) {
  LossUnit<Vloss_8> unit(13);
  const auto cycles = [&](int64_t samples, int64_t classes) {
    Case c;
    c.classes = classes;
    c.logits.assign(static_cast<size_t>(samples * classes), 3);
    c.labels.assign(static_cast<size_t>(samples), 0);
    return unit.Run(c).cycles;
  };
  for (const int64_t classes : {5, 10, 100}) {
    EXPECT_EQ(cycles(20, classes) - cycles(10, classes), 10 * classes);
    EXPECT_EQ(cycles(1, classes), 4 * classes + 18);
  }
  EXPECT_EQ(cycles(20, 2) - cycles(10, 2), 10 * 5);
}

TEST(LossUnit, ReportsACommandThatStartsTooEarly) {
  LossUnit<Vloss_8> unit(13);
  unit.Run({0, 8, 8, 3, {2, 1, 0}, {0}});
  unit.dut().ExpectAssertion("StartsEmpty_A", [&] {
    unit.dut()->logit_valid_i = 1;
    unit.dut().Tick();
    unit.dut()->start_i = 1;
    unit.dut().Tick();
  });
  unit.dut()->start_i = 0;
  unit.dut()->logit_valid_i = 0;
  unit.dut().Tick();
}

}  // namespace
}  // namespace itg
