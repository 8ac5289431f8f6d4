// SPDX-License-Identifier: Apache-2.0
//
// Is time skipped where a machine repeats itself, and only there? A small machine does a piece of
// work every third cycle, and something else at the end; run with and without skipping it must come
// to the same end.

#include <gtest/gtest.h>

#include <cstdint>

#include "sim/cycle/recurrence.h"

namespace itg::cycle {
namespace {

class Worker {
 public:
  Worker(uint64_t left, uint32_t addr) : left_(left), addr_(addr) {}

  // Pays more for the last two pieces, and where an address is a multiple of 64.
  void Step() {
    phase_ = (phase_ + 1) % 3;
    ++now_;
    cost_ += 1;
    if (phase_ != 0) return;
    --left_;
    cost_ += left_ < 2 ? 100 : 10;
    if (addr_ % 64 == 0) cost_ += 7;
    addr_ += step_;
    due_ = now_ + 5;
  }
  template <typename V>
  void Visit(V* visit) {
    visit->Exact(phase_);
    visit->Left(&left_, least_);
    visit->Moving(&addr_, 64);
    visit->Moving(&cost_, 1);
    visit->Time(&due_);
  }
  // Cycles that were really stepped.
  uint64_t Run(Recurrence* recurrence) {
    uint64_t steps = 0;
    while (left_ != 0) {
      Step();
      ++steps;
      if (recurrence != nullptr && phase_ == 0) recurrence->Skip(this, &now_);
    }
    return steps;
  }
  bool operator==(const Worker& other) const {
    return now_ == other.now_ && cost_ == other.cost_ && addr_ == other.addr_ && due_ == other.due_;
  }
  void set_least(uint64_t least) { least_ = least; }
  void set_step(uint32_t step) { step_ = step; }

 private:
  uint64_t left_, least_ = 2, cost_ = 0, due_ = 0, now_ = 0;
  uint32_t addr_, step_ = 4;
  int phase_ = 0;
};

TEST(Recurrence, ComesToTheSameEndInFewSteps) {
  for (const uint64_t left : {1U, 2U, 15U, 16U, 17U, 18U, 31U, 32U, 33U, 34U, 1000U, 1'000'000U}) {
    for (const uint32_t addr : {0U, 4U, 60U, 0xffff'fff0U}) {
      Worker stepped(left, addr), skipped(left, addr);
      Recurrence recurrence;
      EXPECT_EQ(stepped.Run(nullptr), 3 * left);
      const uint64_t steps = skipped.Run(&recurrence);
      EXPECT_TRUE(stepped == skipped) << left << " pieces from " << addr;
      // Twice the 16 pieces of a period, and at most one short of another with the two that count.
      EXPECT_LE(steps, 3 * (2 * 16 + 16 + 2)) << left;
    }
  }
}

TEST(Recurrence, StopsWhereWhatIsLeftBeginsToMatter) {
  Worker stepped(1 + 16 * 60, 0), careless(1 + 16 * 60, 0);  // whole periods to the end
  careless.set_least(0);  // as if the last pieces were like all others
  Recurrence recurrence;
  stepped.Run(nullptr);
  careless.Run(&recurrence);
  EXPECT_FALSE(stepped == careless);
}

TEST(Recurrence, SkipsNothingWhereNothingRepeats) {
  Worker worker(64, 0);
  worker.set_step(3);  // the address comes to the same place after 64 pieces
  Recurrence recurrence;
  EXPECT_EQ(worker.Run(&recurrence), 3U * 64);
}

// What was seen before an interruption did not lead to what comes after it.
TEST(Recurrence, ForgetsWhatDidNotLeadHere) {
  Recurrence recurrence;
  Worker first(20, 0);
  first.Run(&recurrence);
  recurrence.Interrupt();
  Worker stepped(1000, 0), skipped(1000, 0);
  stepped.Run(nullptr);
  skipped.Run(&recurrence);
  EXPECT_TRUE(stepped == skipped);
}

// But a period that is known holds wherever the state comes again.
TEST(Recurrence, UsesAKnownPeriodAtOnce) {
  Recurrence recurrence;
  Worker first(1000, 0);
  first.Run(&recurrence);
  recurrence.Interrupt();
  Worker stepped(1000, 0), skipped(1000, 0);
  stepped.Run(nullptr);
  EXPECT_LE(skipped.Run(&recurrence), 3U * (16 + 16 + 2));
  EXPECT_TRUE(stepped == skipped);
}

}  // namespace
}  // namespace itg::cycle
