// SPDX-License-Identifier: Apache-2.0
//
// Does the RTL in a SystemC platform compute the same bits in the same cycles as in the plain
// harness? Every command of every program: outputs, saturations, first and last cycle, events.

#include <gtest/gtest.h>

#include "sim/systemc/platform.h"
#include "tests/sim/systemc/support/runs.h"

namespace itg {
namespace {

// On the harness and on a platform.
void ExpectEqual(const HwConfig& hw, const PlatformOptions& options, uint64_t random_programs,
                 const RtlOptions& rtl = {}) {
  const std::vector<TestProgram> tests = Programs(hw, random_programs);
  const Numbers expected = Execute(MakeRtlMachine(hw, rtl).get(), tests);
  const Numbers found =
      InProcess([&] { return Execute(MakePlatformMachine(hw, rtl, options).get(), tests); });
  ASSERT_GT(expected.size(), 100 * kRetiredNumbers);
  EXPECT_EQ(found, expected);
}

TEST(Platform, HasTheBitsAndCyclesOfTheHarness) { ExpectEqual(HwConfig::FromFile("tiny"), {}, 40); }

TEST(Platform, HasThemForABusThatIsNotAPowerOfTwoOfTheArray) {
  ExpectEqual(HwConfig::FromFile("odd"), {}, 40);
}

// The quantum decides how often a module lets others run, and not what it does.
TEST(Platform, HasThemWhateverTheQuantum) {
  for (const uint64_t quantum : Numbers{0, 1, 7, 1'000'000}) {
    PlatformOptions options;
    options.quantum = quantum;
    ExpectEqual(HwConfig::FromFile("tiny"), options, 4);
  }
}

TEST(Platform, HasThemWhenEveryBurstWaitsForItsTime) {
  PlatformOptions options;
  options.synchronise = true;
  ExpectEqual(HwConfig::FromFile("tiny"), options, 20);
}

// What the memory of the harness can be told, the port does on the platform.
TEST(Platform, HasThemOnANarrowMemoryThatWorksOnFewBursts) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.memory_latency = 9;
  hw.memory_bytes_per_cycle = 3;
  hw.memory_reads = 2;
  ExpectEqual(hw, {}, 10);
}

TEST(Platform, HasThemOnAMemoryThatAnswersAtOnce) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.memory_latency = 1;
  ExpectEqual(hw, {}, 10);
}

TEST(Platform, HasThemWithStallsOfTheBus) {
  RtlOptions rtl;
  rtl.stall_percent = 40;
  rtl.stall_seed = 3;
  rtl.stall_channels = kStallAr | kStallR | kStallW | kStallB;
  ExpectEqual(HwConfig::FromFile("tiny"), {}, 10, rtl);
}

// A second initiator that sends nothing changes nothing.
TEST(Platform, HasThemBesideAnInitiatorThatIsQuiet) {
  PlatformOptions options;
  options.competes = true;
  ExpectEqual(HwConfig::FromFile("tiny"), options, 10);
}

}  // namespace
}  // namespace itg
