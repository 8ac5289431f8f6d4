// SPDX-License-Identifier: Apache-2.0
//
// Does the queue run several commands without the host between them, stop where it must and say
// why, and start again from a clean state? What it computes is compared with memory after a run of
// one command at a time (that this is right, lockstep shows).

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/rtl/waiting.h"
#include "tests/support/queued_program.h"

namespace itg {
namespace {

constexpr uint32_t kCommands = QueuedProgram::kCommands;

// The options that the tests change are no part of the plug-in.
const std::string& TinyPlugin() {
  static const std::string kPath = BuildPluginOf(HwConfig::FromFile("tiny"), {});
  return kPath;
}

// A program and an accelerator to run it on.
struct Queued : QueuedProgram {
  explicit Queued(const RtlOptions& options = {})
      : plugin(TinyPlugin(), PluginOptionsOf(hw(), options)) {}
  PluginResult Execute(uint32_t first, uint32_t count) { return plugin.Run(Run(first, count)); }
  PluginLibrary plugin;
};

struct Undisturbed {
  std::vector<uint8_t> bytes;
  uint64_t reads = 0;
  uint64_t cycles = 0;  // of the first two commands
  uint64_t last = 0;    // of the last command
};

Undisturbed RunOneByOne() {
  Queued machine;
  Undisturbed result;
  for (uint32_t i = 0; i < kCommands; ++i) {
    const PluginResult one = machine.Execute(i, 1);
    EXPECT_EQ(one.status, kPluginDone);
    result.reads += one.counters[kMemoryReads];
    result.last = one.end_cycle - one.start_cycle;
    if (i < 2) result.cycles += result.last;
  }
  result.bytes = machine.bytes();
  return result;
}

TEST(Queue, RunsSeveralCommandsWithoutTheHost) {
  const Undisturbed expected = RunOneByOne();
  Queued machine;
  const PluginResult all = machine.Execute(0, kCommands);
  ASSERT_EQ(all.status, kPluginDone);
  EXPECT_EQ(machine.bytes(), expected.bytes);
  EXPECT_EQ(all.end_cycle - all.start_cycle, expected.last);
  EXPECT_EQ(all.counters[kMemoryReads], expected.reads);
}

// Each ReLU reads what the product before it wrote: one that started before the last write was in
// memory would differ. With a memory that confirms late.
TEST(Queue, ACommandSeesWhatTheOneBeforeItWrote) {
  const Undisturbed expected = RunOneByOne();
  for (uint32_t seed = 0; seed < 10; ++seed) {
    RtlOptions options;
    options.stall_percent = 98;
    options.stall_channels = kStallB;
    options.stall_seed = seed;
    Queued machine(options);
    ASSERT_EQ(machine.Execute(0, kCommands).status, kPluginDone);
    EXPECT_EQ(machine.bytes(), expected.bytes);
  }
}

TEST(Queue, StopsAtAnIllegalCommandAndGoesOnBehindIt) {
  const Undisturbed expected = RunOneByOne();
  Queued machine;
  const uint32_t bad = 3;
  const uint8_t good = machine.bytes()[machine.Descriptor(bad)];
  machine.bytes()[machine.Descriptor(bad)] = 0xff;  // no such opcode
  const PluginResult result = machine.Execute(0, kCommands);
  EXPECT_EQ(result.status, kPluginIllegalCommand);
  EXPECT_EQ(result.index, bad);
  EXPECT_EQ(result.error_address, machine.Descriptor(bad));
  machine.bytes()[machine.Descriptor(bad)] = good;
  EXPECT_EQ(machine.Execute(bad, kCommands - bad).status, kPluginDone);
  EXPECT_EQ(machine.bytes(), expected.bytes);
}

// After any number of cycles of a product or of a ReLU, with a memory that stalls or not.
TEST(Queue, AResetInTheMiddleLeavesNothingBehind) {
  const Undisturbed expected = RunOneByOne();
  std::mt19937_64 random(81);
  int resets = 0;
  for (int run = 0; run < 40; ++run) {
    RtlOptions options;
    options.stall_percent = run % 2 * 40;
    options.stall_seed = static_cast<uint32_t>(run);
    Queued machine(options);
    for (int attempt = 0; attempt < 3; ++attempt) {
      PluginRun first = machine.Run(0, 2);
      first.reset_after = 1 + random() % expected.cycles;
      const PluginResult result = machine.plugin.Run(first);
      ASSERT_TRUE(result.status == kPluginReset || result.status == kPluginDone);
      resets += result.status == kPluginReset ? 1 : 0;
      machine.Load();
    }
    const PluginResult all = machine.Execute(0, kCommands);
    ASSERT_EQ(all.status, kPluginDone);
    ASSERT_EQ(machine.bytes(), expected.bytes);
    ASSERT_EQ(all.counters[kMemoryReads], expected.reads);
  }
  EXPECT_GT(resets, 80);
}

TEST(Queue, StopsAtAnErrorOfTheBus) {
  const Undisturbed expected = RunOneByOne();
  Queued machine;
  const uint64_t y1 = machine.Buffer(4).address;
  PluginRun run = machine.Run(0, kCommands);
  const PluginRange writable = {machine.Buffer(2).address, y1 + 5};
  run.writable = &writable;
  const PluginResult write = machine.plugin.Run(run);
  EXPECT_EQ(write.status, kPluginBadWrite);
  EXPECT_EQ(write.index, 2u);
  EXPECT_EQ(write.fault_address, y1 + 5);
  EXPECT_LE(write.error_address, y1 + 5);  // of the burst
  EXPECT_GT(write.error_address + 16 * 4, y1 + 5);

  run = machine.Run(2, 1);
  run.memory_bytes = machine.Buffer(1).address + 6;
  const PluginResult read = machine.plugin.Run(run);
  EXPECT_EQ(read.status, kPluginBadRead);
  EXPECT_EQ(read.index, 2u);
  EXPECT_GE(read.error_address + 16 * 4, machine.Buffer(1).address);

  machine.Load();
  EXPECT_EQ(machine.Execute(0, kCommands).status, kPluginDone);
  EXPECT_EQ(machine.bytes(), expected.bytes);
}

// Whichever channel never moves, the accelerator says so, in cycles that it was told.
TEST(Queue, TheWatchdogSaysWhoWaitsForWhat) {
  const struct {
    uint32_t channel;
    const char* words;
  } cases[] = {{kStallAr, "the memory takes no address of a read"},
               {kStallR, "the memory owes data to the sequencer"},
               {kStallAw, "the memory takes no address of a write"},
               {kStallW, "the memory takes no data"},
               {kStallB, "the memory does not confirm a write"}};
  for (const auto& one : cases) {
    RtlOptions options;
    options.stall_percent = 100;
    options.stall_channels = one.channel;
    Queued machine(options);
    PluginRun run = machine.Run(0, 1);
    run.watchdog = 500;
    run.most_cycles = 5000;
    const PluginResult result = machine.plugin.Run(run);
    EXPECT_EQ(result.status, kPluginStuck);
    EXPECT_EQ(result.index, 0u);
    EXPECT_EQ(result.error_address, machine.Descriptor(0));
    const std::string text = DescribeWaiting(result.waiting);
    EXPECT_NE(text.find(one.words), std::string::npos) << text;
  }
}

// A memory that answers, however slowly, is no reason to stop.
TEST(Queue, TheWatchdogWaitsForASlowMemory) {
  RtlOptions options;
  options.stall_percent = 97;
  options.stall_seed = 1;
  Queued machine(options);
  PluginRun run = machine.Run(0, 2);
  run.watchdog = 1000;
  run.most_cycles = 1000000;
  EXPECT_EQ(machine.plugin.Run(run).status, kPluginDone);
}

}  // namespace
}  // namespace itg
