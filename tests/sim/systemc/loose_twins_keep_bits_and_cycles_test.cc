// SPDX-License-Identifier: Apache-2.0
//
// Does the loosely-timed twin do what the RTL does in its place? With a machine whose cycles are
// exact (here the RTL itself, in the plain harness) every command must have the same bits, events
// and cycles, its start included: registers and interrupt then take the RTL's time too.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/systemc/loose_platform.h"
#include "tests/sim/systemc/support/runs.h"
#include "tests/support/queued_program.h"

namespace itg {
namespace {

class Twin : public testing::Test {
 protected:
  Twin() : hw_(HwConfig::FromFile("tiny")), tests_(Programs(hw_, 40)) {}

  Numbers OnHarness() const { return Execute(MakeRtlMachine(hw_, {}).get(), tests_); }
  // Gone again with its threads before anybody forks.
  Numbers OnPlugin(const std::function<Numbers(PluginRunner*)>& body) const {
    PluginLibrary harness(BuildPluginOf(hw_, {}), PluginOptionsOf(hw_, {}));
    return body(&harness);
  }
  Numbers OnTwin(const LooseOptions& options) const {
    return InProcess([&] {
      return Execute(MakeLoosePlatformMachine(hw_, MakeRtlMachine(hw_, {}), options).get(), tests_);
    });
  }

  HwConfig hw_;
  std::vector<TestProgram> tests_;
};

TEST_F(Twin, OfAnExactMachineHasBitsAndCyclesOfTheHarness) {
  const Numbers expected = OnHarness();
  for (const uint64_t quantum : Numbers{1, 10'000}) {
    LooseOptions options;
    options.quantum = quantum;
    EXPECT_EQ(OnTwin(options), expected) << quantum;
  }
}

TEST_F(Twin, StartsTheNextCommandLaterWhenTheInterruptIsLate) {
  LooseOptions options;
  options.interrupt_delay = 333;
  const Numbers found = OnTwin(options);
  const Numbers harness = OnHarness();
  EXPECT_EQ(Bits(found), Bits(harness));
  EXPECT_EQ(Durations(found), Durations(harness));
  Numbers start = Column(harness, kStart);
  for (size_t i = 0; i < start.size(); ++i) start[i] += i * 333;
  EXPECT_EQ(Column(found, kStart), start);
}

// A machine without hardware takes no time; the values move all the same.
TEST_F(Twin, OfTheGoldenMachineHasItsBits) {
  tests_ = Random(hw_, 40);  // some operands of the others have widths that only hardware has
  const Numbers found = InProcess(
      [&] { return Execute(MakeLoosePlatformMachine(hw_, MakeGoldenMachine()).get(), tests_); });
  EXPECT_EQ(Bits(found), Bits(OnHarness()));
  EXPECT_EQ(Durations(found), Numbers(found.size() / kRetiredNumbers));
}

// What the host writes into memory between two commands is what the next one reads.
TEST_F(Twin, SeesWhatTheHostWrites) {
  const TestProgram test = EveryKindWithValues(Rounding::kNearest);
  const auto run = [&](Machine* machine) {
    Numbers numbers = Execute(machine, test);
    machine->Write(test.program.commands[1].a,
                   MakeTensor(test.program[test.program.commands[1].a]));
    machine->SetTrainingStep(9);
    machine->SetMu(3);
    for (size_t i = 0; i < test.program.commands.size(); ++i) {
      Append(machine->Execute(i), &numbers);
    }
    return numbers;
  };
  const Numbers found =
      InProcess([&] { return run(MakeLoosePlatformMachine(hw_, MakeRtlMachine(hw_, {})).get()); });
  EXPECT_EQ(found, run(MakeRtlMachine(hw_, {}).get()));
}

// As a machine does before it runs commands.
void Start(const QueuedProgram& queued, PluginRunner* runner) {
  Program program = ThreeProducts();
  program.seed = 5;  // as the runs of QueuedProgram have it
  runner->Parameters();
  runner->Load(program, Plan(program, queued.hw()));
}

// Several commands between two interrupts, then what the queue refuses, then all again.
Numbers RunQueue(PluginRunner* runner) {
  QueuedProgram queued;
  Start(queued, runner);
  Numbers numbers;
  const auto execute = [&](const PluginRun& run) {
    const PluginResult result = runner->Run(run);
    numbers.insert(numbers.end(), {static_cast<uint64_t>(result.status), result.index});
    if (result.status != kPluginDone) return;
    numbers.insert(numbers.end(), {result.end_cycle - result.start_cycle});
    numbers.insert(numbers.end(), std::begin(result.counters), std::end(result.counters));
  };
  const auto all = queued.Run(0, QueuedProgram::kCommands);
  execute(all);
  numbers.insert(numbers.end(), queued.bytes().begin(), queued.bytes().end());
  queued.bytes()[queued.Descriptor(3)] = 0xff;  // no such opcode
  execute(all);
  queued.Load();
  PluginRun short_of = queued.Run(0, 1);
  short_of.memory_bytes = queued.Buffer(1).address + 6;
  execute(short_of);
  execute(all);
  numbers.insert(numbers.end(), queued.bytes().begin(), queued.bytes().end());
  return numbers;
}

TEST_F(Twin, RunsAndStopsAQueueAsTheRtl) {
  const Numbers expected = OnPlugin(RunQueue);
  const Numbers found =
      InProcess([&] { return RunQueue(MakeLoosePlatform(hw_, MakeRtlMachine(hw_, {})).get()); });
  EXPECT_EQ(found, expected);
}

// The first run of a queue is at the same cycles, whatever its commands: nothing lies between them
// but what the RTL has.
TEST_F(Twin, StartsTheNextCommandOfAQueueWithTheRtl) {
  const auto last = [](PluginRunner* runner) {
    QueuedProgram queued;
    Start(queued, runner);
    const PluginResult result = runner->Run(queued.Run(0, QueuedProgram::kCommands));
    return Numbers{result.start_cycle, result.end_cycle};
  };
  const Numbers expected = OnPlugin(last);
  const Numbers found =
      InProcess([&] { return last(MakeLoosePlatform(hw_, MakeRtlMachine(hw_, {})).get()); });
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace itg
