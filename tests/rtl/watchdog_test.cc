// SPDX-License-Identifier: Apache-2.0
//
// Does the watchdog wait exactly as long as it is told, from the last progress of a command on, and
// keep what it saw?

#include "Vwatchdog.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

// Cycles until the timeout; -1: none in 100.
int CyclesToTimeout(Dut<Vwatchdog>* dut) {
  for (int cycle = 1; cycle <= 100; ++cycle) {
    dut->Tick();
    if ((*dut)->timeout_o) return cycle;
  }
  return -1;
}

TEST(Watchdog, WaitsForItsLimitAndNotLess) {
  for (const uint32_t limit : {1u, 2u, 10u, 99u}) {
    Dut<Vwatchdog> dut;
    dut.Reset();
    dut->limit_i = limit;
    dut->busy_i = 1;
    EXPECT_EQ(CyclesToTimeout(&dut), static_cast<int>(limit));
  }
}

TEST(Watchdog, ProgressAndTheEndOfACommandStartItAnew) {
  Dut<Vwatchdog> dut;
  dut.Reset();
  dut->limit_i = 10;
  for (const bool progress : {true, false}) {
    dut->busy_i = 1;
    for (int i = 0; i < 9; ++i) {
      dut.Tick();
      EXPECT_EQ(dut->timeout_o, 0);
    }
    dut->busy_i = progress;
    dut->progress_i = progress;
    dut.Tick();
    dut->busy_i = 1;
    dut->progress_i = 0;
    EXPECT_EQ(CyclesToTimeout(&dut), 10);
  }
}

TEST(Watchdog, WithoutALimitItWaitsForEver) {
  Dut<Vwatchdog> dut;
  dut.Reset();
  dut->busy_i = 1;
  EXPECT_EQ(CyclesToTimeout(&dut), -1);
}

TEST(Watchdog, KeepsWhoWaitedWhileItIsHeld) {
  Dut<Vwatchdog> dut;
  dut.Reset();
  dut->limit_i = 5;
  dut->busy_i = 1;
  dut->waiting_i = 0x1234;
  EXPECT_EQ(CyclesToTimeout(&dut), 5);
  dut->waiting_i = 0x55;
  dut->busy_i = 0;
  dut.Tick();
  EXPECT_EQ(dut->waiting_o, 0x55u);
  dut->hold_i = 1;
  dut.Settle();
  EXPECT_EQ(dut->waiting_o, 0x1234u);
}

}  // namespace
}  // namespace itg
