// SPDX-License-Identifier: Apache-2.0
//
// Does a reset at any time of any kind of command leave nothing behind? Each kind is abandoned in
// its first cycles, around its last one and at random ones; run again from the same memory it must
// write the same, take the same cycles and count the same events as on a machine that was never
// reset.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "sim/plan/layout.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "tests/sim/support/every_kind.h"

namespace itg {
namespace {

constexpr uint32_t kSeed = 91;
// The reset takes a few cycles on its way, the command some until it starts.
constexpr uint64_t kFirst = 12, kBefore = 10, kBehind = 12;
constexpr int kRandom = 8;

class ResetIn : public testing::TestWithParam<int> {
 protected:
  ResetIn()
      : hw_(HwConfig::FromFile("tiny")),
        program_(EveryKind(Rounding::kStochastic)),
        schedule_(Plan(program_, hw_)),
        memory_(schedule_.memory_bytes),
        random_(kSeed) {
    for (const ScheduledCommand& command : schedule_.commands) {
      std::memcpy(&memory_[command.descriptor_address], command.descriptor.data(),
                  sizeof command.descriptor);
    }
    for (size_t id = 0; id < program_.buffers.size(); ++id) Fill(program_.buffers[id], id);
  }

  void Fill(const Buffer& buffer, size_t id) {
    Tensor tensor = MakeTensor(buffer);
    const bool flag =
        buffer.role == Role::kMask || buffer.role == Role::kIndex || buffer.role == Role::kLabel;
    const int64_t most = flag ? 1 : (int64_t{1} << (std::min(buffer.bits, 16) - 1)) - 1;
    for (int64_t i = 0; i < tensor.size(); ++i) {
      const int64_t value = static_cast<int64_t>(random_() % static_cast<uint64_t>(most + 1));
      tensor.Set(i, !flag && random_() % 2 == 0 ? -value : value);
    }
    StoreTensor(tensor, buffer, &memory_[schedule_.buffers[id].address]);
  }

  // Command `index` in a fresh copy of memory.
  PluginResult Execute(PluginLibrary* plugin, size_t index, uint64_t reset_after) {
    after_ = memory_;
    const PluginRange writable = {schedule_.commands.back().descriptor_address + kDescriptorBytes,
                                  memory_.size()};
    PluginRun run = {};
    run.memory = after_.data();
    run.memory_bytes = after_.size();
    run.queue_base = static_cast<uint32_t>(schedule_.commands[0].descriptor_address);
    run.first = static_cast<uint32_t>(index);
    run.count = 1;
    run.seed = 5;
    run.writable = &writable;
    run.writable_count = 1;
    run.watchdog = 5000;
    run.most_cycles = 100000;
    run.reset_after = reset_after;
    return plugin->Run(run);
  }

  std::vector<uint64_t> Times(uint64_t cycles) {
    std::vector<uint64_t> times;
    for (uint64_t i = 1; i <= kFirst; ++i) times.push_back(i);
    for (uint64_t i = cycles - kBefore; i <= cycles + kBehind; ++i) times.push_back(i);
    for (int i = 0; i < kRandom; ++i) times.push_back(1 + random_() % cycles);
    return times;
  }

  HwConfig hw_;
  Program program_;
  Schedule schedule_;
  std::vector<uint8_t> memory_;
  std::vector<uint8_t> after_;
  std::mt19937_64 random_;
};

TEST_P(ResetIn, EveryKindOfCommandAtAnyTimeLeavesNoTrace) {
  RtlOptions options;
  const std::string path = BuildPluginOf(hw_, options);
  PluginLibrary undisturbed(path, PluginOptionsOf(hw_, options));
  options.stall_percent = GetParam();
  options.stall_seed = kSeed;
  PluginLibrary plugin(path, PluginOptionsOf(hw_, options));
  for (size_t index = 0; index < program_.commands.size(); ++index) {
    SCOPED_TRACE(Describe(program_.commands[index]) + ", seed " + std::to_string(kSeed));
    const PluginResult expected = Execute(&undisturbed, index, 0);
    ASSERT_EQ(expected.status, kPluginDone);
    const std::vector<uint8_t> result = after_;
    ASSERT_TRUE(result != memory_);
    bool abandoned = false, completed = false;
    for (const uint64_t time : Times(expected.end_cycle - expected.start_cycle)) {
      SCOPED_TRACE("reset after " + std::to_string(time));
      const int32_t status = Execute(&plugin, index, time).status;
      abandoned = abandoned || status == kPluginReset;
      completed = completed || status == kPluginDone;
      const PluginResult again = Execute(&plugin, index, 0);
      ASSERT_EQ(again.status, kPluginDone);
      ASSERT_TRUE(after_ == result);
      ASSERT_EQ(again.counters[kRounded], expected.counters[kRounded]);
      ASSERT_EQ(again.counters[kMemoryReads], expected.counters[kMemoryReads]);
      if (options.stall_percent != 0) continue;
      ASSERT_EQ(again.end_cycle - again.start_cycle, expected.end_cycle - expected.start_cycle);
    }
    EXPECT_TRUE(abandoned);
    EXPECT_TRUE(completed || options.stall_percent != 0);  // its last cycle is among the times
  }
}

INSTANTIATE_TEST_SUITE_P(Stalls, ResetIn, testing::Values(0, 40));

}  // namespace
}  // namespace itg
