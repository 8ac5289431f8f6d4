// SPDX-License-Identifier: Apache-2.0
//
// What does a platform change that is slower than the plain harness? Cycles, never bits: with a
// memory whose latency is random, an interrupt that arrives late, an initiator that competes.

#include <gtest/gtest.h>

#include <numeric>

#include "sim/systemc/platform.h"
#include "tests/sim/systemc/support/runs.h"

namespace itg {
namespace {

uint64_t Sum(const Numbers& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), uint64_t{0});
}

class SlowPlatform : public testing::Test {
 protected:
  SlowPlatform()
      : hw_(HwConfig::FromFile("tiny")),
        tests_(Programs(hw_, 20)),
        harness_(Execute(MakeRtlMachine(hw_, {}).get(), tests_)) {}

  Numbers OnPlatform(const PlatformOptions& options) const {
    return InProcess([&] { return Execute(MakePlatformMachine(hw_, {}, options).get(), tests_); });
  }

  HwConfig hw_;
  std::vector<TestProgram> tests_;
  Numbers harness_;
};

TEST_F(SlowPlatform, HasTheSameBitsOnAMemoryOfRandomLatency) {
  std::vector<Numbers> cycles;
  for (const uint32_t seed : {1U, 2U, 3U}) {
    PlatformOptions options;
    options.latency_spread = 200;
    options.seed = seed;
    const Numbers found = OnPlatform(options);
    EXPECT_EQ(Bits(found), Bits(harness_)) << "seed " << seed;
    EXPECT_GT(Sum(Durations(found)), Sum(Durations(harness_))) << "seed " << seed;
    EXPECT_EQ(found, OnPlatform(options)) << "seed " << seed << ": cycles are not repeated";
    cycles.push_back(Durations(found));
  }
  EXPECT_NE(cycles[0], cycles[1]);
  EXPECT_NE(cycles[1], cycles[2]);
}

// The host meets the interrupt later by the delay, so the next command starts as much later. The
// command itself does not know.
TEST_F(SlowPlatform, StartsTheNextCommandLaterWhenTheInterruptIsLate) {
  for (const uint64_t late : Numbers{1, 777, 25'000}) {  // 25,000: more than a quantum
    PlatformOptions options;
    options.interrupt_delay = late;
    const Numbers found = OnPlatform(options);
    EXPECT_EQ(Bits(found), Bits(harness_));
    EXPECT_EQ(Durations(found), Durations(harness_));
    const Numbers start = Column(found, kStart);
    Numbers expected = Column(harness_, kStart);
    for (size_t i = 0; i < expected.size(); ++i) expected[i] += i * late;
    EXPECT_EQ(start, expected) << late;
  }
}

// The more often the other one asks, the longer it takes, and each time as long.
TEST_F(SlowPlatform, TakesLongerBesideAnInitiatorThatCompetes) {
  for (const bool synchronise : {false, true}) {
    uint64_t before = Sum(Durations(harness_));
    for (const uint64_t interval : Numbers{64, 20, 8}) {
      PlatformOptions options;
      options.quantum = 100;
      options.synchronise = synchronise;
      options.competes = true;
      options.competition.interval = interval;
      const Numbers found = OnPlatform(options);
      EXPECT_EQ(Bits(found), Bits(harness_));
      EXPECT_GT(Sum(Durations(found)), before) << interval;
      EXPECT_EQ(found, OnPlatform(options)) << interval << ": cycles are not repeated";
      before = Sum(Durations(found));
    }
  }
}

// The host looks in the middle of a command, so the accelerator may be ahead of it: each command is
// abandoned by a reset, then executed.
TEST_F(SlowPlatform, HasTheSameBitsBehindResetsInTheMiddle) {
  RtlOptions rtl;
  rtl.reset_within = 300;
  for (const uint64_t quantum : Numbers{1, 10'000}) {
    PlatformOptions options;
    options.quantum = quantum;
    const Numbers found =
        InProcess([&] { return Execute(MakePlatformMachine(hw_, rtl, options).get(), tests_); });
    EXPECT_EQ(Bits(found), Bits(harness_));
    EXPECT_EQ(Durations(found), Durations(harness_));
  }
}

// All at once.
TEST_F(SlowPlatform, HasTheSameBitsWithAllOfThem) {
  PlatformOptions options;
  options.latency_spread = 100;
  options.interrupt_delay = 50;
  options.competes = true;
  options.competition.interval = 30;
  options.synchronise = true;
  EXPECT_EQ(Bits(OnPlatform(options)), Bits(harness_));
}

}  // namespace
}  // namespace itg
