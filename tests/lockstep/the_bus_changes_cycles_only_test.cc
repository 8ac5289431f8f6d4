// SPDX-License-Identifier: Apache-2.0
//
// Whatever the memory's bus does, the bits stay: random back-pressure on each channel alone and on
// all, wide buses, a memory of little bandwidth, resets in the middle of every command. And without
// stalls no cycle changes.

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/rtl/plugin_api.h"
#include "tests/lockstep/stopwatch.h"

namespace itg {
namespace {

uint64_t Sum(const std::vector<uint64_t>& cycles) {
  return std::accumulate(cycles.begin(), cycles.end(), uint64_t{0});
}

TEST(Bus, StallsOfAnyChannelChangeCyclesAndNotBits) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const std::vector<uint64_t> undisturbed = CyclesOf(hw, {});
  RtlOptions options;
  options.stall_percent = 40;
  options.stall_channels = 0;
  EXPECT_EQ(CyclesOf(hw, options), undisturbed);
  for (const uint32_t channels : {kStallAr, kStallR, kStallAw, kStallW, kStallB, kStallAll}) {
    SCOPED_TRACE(channels);
    options.stall_channels = channels;
    options.stall_seed = channels;
    const std::vector<uint64_t> cycles = CyclesOf(hw, options);
    EXPECT_GT(Sum(cycles), Sum(undisturbed));
    EXPECT_EQ(CyclesOf(hw, options), cycles);  // the same stalls for the same seed
  }
}

TEST(Bus, AnyWidthCarriesTheSameBits) {
  for (const int bytes : {8, 64}) {
    HwConfig hw = HwConfig::FromFile("tiny");
    hw.bus_bytes = bytes;
    hw.scratchpad_bytes = int64_t{4} * hw.lanes() * hw.lanes();
    RtlOptions options;
    options.stall_percent = 25;
    CyclesOf(hw, options);
  }
}

TEST(Bus, LessBandwidthTakesLonger) {
  HwConfig hw = HwConfig::FromFile("tiny");
  const std::vector<uint64_t> undisturbed = CyclesOf(hw, {});
  hw.memory_bytes_per_cycle = 2 * hw.bus_bytes;  // both directions at once
  EXPECT_EQ(CyclesOf(hw, {}), undisturbed);
  hw.memory_bytes_per_cycle = 1;
  EXPECT_GT(Sum(CyclesOf(hw, {})), Sum(undisturbed));
  hw.memory_bytes_per_cycle = 0;
  hw.memory_reads = 1;
  EXPECT_GT(Sum(CyclesOf(hw, {})), Sum(undisturbed));
}

TEST(Bus, AResetInTheMiddleOfEveryCommandLeavesNoTrace) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const std::vector<uint64_t> undisturbed = CyclesOf(hw, {});
  RtlOptions options;
  options.reset_within = 500;
  EXPECT_EQ(CyclesOf(hw, options), undisturbed);
  options.stall_percent = 40;
  options.check_assertions = true;
  CyclesOf(hw, options);
}

}  // namespace
}  // namespace itg
