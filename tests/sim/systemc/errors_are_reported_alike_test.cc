// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong on a platform: is it reported as the plain harness reports it, and does the
// accelerator go on behind it, in the same cycles?

#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/systemc/platform.h"
#include "tests/sim/systemc/support/in_process.h"
#include "tests/support/queued_program.h"

namespace itg {
namespace {

constexpr uint32_t kCommands = QueuedProgram::kCommands;

void Append(const PluginResult& result, Numbers* numbers) {
  numbers->insert(numbers->end(),
                  {static_cast<uint64_t>(result.status), result.index, result.error_address,
                   result.waiting, result.fault_address, result.start_cycle, result.end_cycle});
  numbers->insert(numbers->end(), std::begin(result.counters), std::end(result.counters));
}

// A write behind its range, a read beyond the memory, a command that is none, then all commands.
Numbers Errors(PluginRunner* runner) {
  QueuedProgram program;
  Numbers numbers;
  const auto execute = [&](const PluginRun& run, int32_t status) {
    const PluginResult result = runner->Run(run);
    EXPECT_EQ(result.status, status);
    Append(result, &numbers);
    numbers.insert(numbers.end(), program.bytes().begin(), program.bytes().end());
  };
  PluginRun run = program.Run(0, kCommands);
  const PluginRange writable = {program.Buffer(2).address, program.Buffer(4).address + 5};
  run.writable = &writable;
  execute(run, kPluginBadWrite);

  run = program.Run(2, 1);
  run.memory_bytes = program.Buffer(1).address + 6;
  execute(run, kPluginBadRead);

  program.Load();
  program.bytes()[program.Descriptor(3)] = 0xff;  // no such opcode
  execute(program.Run(0, kCommands), kPluginIllegalCommand);

  program.Load();
  execute(program.Run(0, kCommands), kPluginDone);
  return numbers;
}

// Gone again with its threads before anybody forks.
Numbers OnHarness(const HwConfig& hw, const RtlOptions& rtl,
                  const std::function<Numbers(PluginRunner*)>& body) {
  PluginLibrary harness(BuildPluginOf(hw, {}), PluginOptionsOf(hw, rtl));
  harness.Parameters();
  return body(&harness);
}

void ExpectEqual(const RtlOptions& rtl, const std::function<Numbers(PluginRunner*)>& body) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const Numbers expected = OnHarness(hw, rtl, body);
  const Numbers found = InProcess([&] {
    Platform platform(hw, rtl, {});
    platform.Parameters();
    return body(&platform);
  });
  EXPECT_EQ(found, expected);
}

TEST(PlatformErrors, AreThoseOfTheHarness) { ExpectEqual({}, Errors); }

// A channel of the memory that never moves stops the queue, and the watchdog says which.
TEST(PlatformErrors, OfTheWatchdogAreThoseOfTheHarness) {
  for (const uint32_t channel :
       std::initializer_list<uint32_t>{kStallAr, kStallR, kStallAw, kStallW, kStallB}) {
    RtlOptions rtl;
    rtl.stall_percent = 100;
    rtl.stall_channels = channel;
    ExpectEqual(rtl, [](PluginRunner* runner) {
      QueuedProgram program;
      PluginRun run = program.Run(0, 1);
      run.watchdog = 500;
      run.most_cycles = 5000;
      const PluginResult result = runner->Run(run);
      EXPECT_EQ(result.status, kPluginStuck);
      Numbers numbers;
      Append(result, &numbers);
      return numbers;
    });
  }
}

TEST(PlatformErrors, OfACommandThatDoesNotEndAreThoseOfTheHarness) {
  ExpectEqual({}, [](PluginRunner* runner) {
    QueuedProgram program;
    PluginRun run = program.Run(0, kCommands);
    run.most_cycles = 100;
    Numbers numbers = {static_cast<uint64_t>(runner->Run(run).status)};
    EXPECT_EQ(numbers[0], static_cast<uint64_t>(kPluginHang));
    return numbers;
  });
}

TEST(PlatformErrors, SayThatAProcessHasOnePlatform) {
  InProcess([] {
    const HwConfig hw = HwConfig::FromFile("tiny");
    const std::unique_ptr<Machine> first = MakePlatformMachine(hw, {}, {});
    EXPECT_THROW(MakePlatformMachine(hw, {}, {}), Error);
    return Numbers();
  });
}

}  // namespace
}  // namespace itg
