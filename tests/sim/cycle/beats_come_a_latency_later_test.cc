// SPDX-License-Identifier: Apache-2.0
//
// Does a beat come, and a write count as confirmed, exactly when the registers between say so: not
// in the cycle before, and in that cycle? And does each limit of the bus hold back what it should?

#include <gtest/gtest.h>

#include <vector>

#include "sim/cycle/read_path.h"
#include "sim/cycle/write_path.h"

namespace itg::cycle {
namespace {

constexpr int kReader = 3;

HwConfig Bus(int latency) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.memory_latency = latency;
  return hw;
}

// Asks for `addresses` as fast as it may; the cycles in which the answers are there, from the first
// request on.
std::vector<uint64_t> Answers(const HwConfig& hw, const std::vector<uint32_t>& addresses) {
  const Sizes sizes(hw);
  ReadPath path(sizes);
  MemoryBudget budget(sizes);
  std::vector<uint64_t> answers;
  size_t asked = 0;
  for (uint64_t now = 0; answers.size() < addresses.size() && now < 10'000; ++now) {
    const bool answered = path.answers() == kReader;
    if (answered) answers.push_back(now);
    const bool asks = path.ready() && asked < addresses.size();
    path.Edge(now, asks ? kReader : ReadPath::kNobody, asks ? addresses[asked] : 0, answered,
              &budget);
    if (asks) ++asked;
    budget.Refill();
    path.Offer(now + 1, budget);
  }
  return answers;
}

class Latency : public testing::TestWithParam<int> {
 protected:
  const uint64_t latency_ = static_cast<uint64_t>(GetParam());
  // Port's queue, burst, its address, memory; and back: bus's queue, port's register.
  const uint64_t path_ = 1 + 1 + 1 + 1 + latency_ + 1 + 1;
};

TEST_P(Latency, OfOneBeat) { EXPECT_EQ(Answers(Bus(GetParam()), {64}), std::vector{path_}); }

// A burst is sent when all of it was asked for.
TEST_P(Latency, OfABurst) {
  EXPECT_EQ(Answers(Bus(GetParam()), {64, 68, 72}), (std::vector{path_ + 2, path_ + 3, path_ + 4}));
}

// Single beats follow each other a cycle apart.
TEST_P(Latency, OfBeatsThatDoNotLieBehindEachOther) {
  EXPECT_EQ(Answers(Bus(GetParam()), {64, 0, 72}), (std::vector{path_, path_ + 1, path_ + 2}));
}

// The first beat behind the boundary begins another burst, so the one before is sent earlier.
TEST_P(Latency, OfABurstThatWouldCrossABoundary) {
  EXPECT_EQ(Answers(Bus(GetParam()), {4092, 4096, 4100}),
            (std::vector{path_, path_ + 2, path_ + 3}));
}

TEST_P(Latency, OfBurstsOfTheLongestLength) {
  HwConfig hw = Bus(GetParam());
  hw.burst_beats = 2;
  EXPECT_EQ(Answers(hw, {64, 68, 72}), (std::vector{path_ + 1, path_ + 2, path_ + 3}));
}

// With one burst in flight the next is sent in the cycle after the one before has come: its address
// a cycle later, and a beat the latency after that.
TEST_P(Latency, OfOneBurstAtATime) {
  HwConfig hw = Bus(GetParam());
  hw.read_bursts = 1;
  const uint64_t again = 1 + 1 + 1 + latency_;
  EXPECT_EQ(Answers(hw, {64, 0, 72}), (std::vector{path_, path_ + again, path_ + 2 * again}));
}

// A memory that works on one at a time takes the next address in the cycle after.
TEST_P(Latency, OfAMemoryThatWorksOnOneBurst) {
  HwConfig hw = Bus(GetParam());
  hw.memory_reads = 1;
  const uint64_t again = 1 + 1 + latency_;
  EXPECT_EQ(Answers(hw, {64, 0, 72}), (std::vector{path_, path_ + again, path_ + 2 * again}));
}

// Half a beat a cycle: every second cycle, once the first byte that was left is used up.
TEST_P(Latency, OfHalfTheBandwidth) {
  HwConfig hw = Bus(GetParam());
  hw.memory_bytes_per_cycle = 2;
  EXPECT_EQ(Answers(hw, {64, 0, 72}), (std::vector{path_, path_ + 2, path_ + 4}));
}

// One beat: port's queue, burst, address and data, memory; idle in the cycle after the answer.
TEST_P(Latency, OfAWrite) {
  const Sizes sizes(Bus(GetParam()));
  WritePath path(sizes);
  MemoryBudget budget(sizes);
  uint64_t idle_from = 0;
  for (uint64_t now = 0; now < 2 * latency_ + 20; ++now) {
    if (!path.idle() || now == 0) idle_from = now + 1;
    path.Edge(now, now == 0, 64, &budget);
    budget.Refill();
    path.Offer(now + 1, budget);
  }
  EXPECT_EQ(idle_from, 1 + 1 + 1 + 1 + latency_ + 1);
}

INSTANTIATE_TEST_SUITE_P(Cycles, Latency, testing::Values(1, 2, 8, 100));

}  // namespace
}  // namespace itg::cycle
