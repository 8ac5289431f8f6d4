// SPDX-License-Identifier: Apache-2.0
//
// Does the gated clock rise exactly when the clock does and the gate was open before, with no other
// edge, whatever happens to the enable while the clock is high?

#include "Vclock_gate.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

TEST(ClockGate, RisesWithTheClockIfItWasOpen) {
  RandomSource random(91, 0);
  Dut<Vclock_gate> dut;
  int edges = 0;
  for (int cycle = 0; cycle < 1000; ++cycle) {
    dut->clk_i = 0;
    for (int i = 0; i < 3; ++i) {  // the last one counts
      dut->en_i = random.OneIn(2) ? 1 : 0;
      dut.Settle();
      ASSERT_EQ(dut->clk_o, 0);
    }
    const bool open = dut->en_i != 0;
    edges += open ? 1 : 0;
    dut->clk_i = 1;
    dut.Settle();
    ASSERT_EQ(dut->clk_o != 0, open) << "cycle " << cycle;
    for (int i = 0; i < 3; ++i) {
      dut->en_i = random.OneIn(2) ? 1 : 0;
      dut.Settle();
      ASSERT_EQ(dut->clk_o != 0, open) << "cycle " << cycle;
    }
  }
  EXPECT_GT(edges, 400);
  EXPECT_LT(edges, 600);
}

}  // namespace
}  // namespace itg
