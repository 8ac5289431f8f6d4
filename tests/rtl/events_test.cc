// SPDX-License-Identifier: Apache-2.0
//
// Does each event of a cycle reach its counter, and no other, with its weight? And is every event
// progress, which keeps the watchdog quiet, and told to an observer?

#include <array>

#include "Vevents_5.h"
#include "sim/rtl/plugin_api.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

// Of one cycle, in the order of PluginCounter.
using Events = std::array<uint64_t, kPluginCounters>;

void Drive(const Events& events, Vevents_5* top) {
  top->array_active_i = events[kArrayCycles] != 0;
  top->scratch_read_i = events[kScratchpadReads] != 0;
  top->scratch_write_i = events[kScratchpadWrites] != 0;
  top->acc_read_i = events[kAccumulatorReads] != 0;
  top->acc_write_i = events[kAccumulatorWrites] != 0;
  top->memory_read_i = events[kMemoryReads] != 0;
  top->memory_write_i = events[kMemoryWrites] != 0;
  top->rounded_i = static_cast<CData>(events[kRounded]);
  top->saturated_i = static_cast<CData>(events[kSaturations]);
}

// Most cycles have few events, so that a counter that takes another's is seen.
Events Draw(RandomSource* random) {
  Events events = {};
  for (uint64_t& event : events) event = random->OneIn(4) ? 1 : 0;
  events[kScratchpadReads] *= 2;  // both operands
  events[kRounded] *= static_cast<uint64_t>(random->Between(1, 5));
  // A pool rounds a window's elements at once.
  events[kSaturations] *= static_cast<uint64_t>(random->Between(1, 20));
  return events;
}

TEST(Events, AddToTheirOwnCounters) {
  RandomSource random(57, 0);
  Dut<Vevents_5> dut;
  dut.Reset();
  Events sums = {};
  int quiet = 0;
  for (int cycle = 0; cycle < 2000; ++cycle) {
    const Events events = Draw(&random);
    uint64_t any = 0, happened = 0;
    for (int i = 0; i < kPluginCounters; ++i) {
      sums[static_cast<size_t>(i)] += events[static_cast<size_t>(i)];
      any |= events[static_cast<size_t>(i)];
      if (events[static_cast<size_t>(i)] != 0) happened |= uint64_t{1} << i;
    }
    Drive(events, dut.operator->());
    dut.Settle();
    ASSERT_EQ(dut->progress_o != 0, any != 0);
    ASSERT_EQ(dut->happened_o, happened);
    quiet += any == 0 ? 1 : 0;
    dut.Tick();
    for (int i = 0; i < kPluginCounters; ++i) {
      ASSERT_EQ(GetBits(dut->counters_o, 64 * i, 64), sums[static_cast<size_t>(i)])
          << kPluginCounterNames[i];
    }
  }
  EXPECT_GT(quiet, 20);
}

}  // namespace
}  // namespace itg
