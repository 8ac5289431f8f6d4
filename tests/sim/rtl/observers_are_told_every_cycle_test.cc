// SPDX-License-Identifier: Apache-2.0
//
// Is an observer told each cycle of a command once, with the events that the counters count and the
// states that the sequencer goes through?

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "sim/rtl/plugin_api.h"
#include "tests/sim/rtl/support/tiny.h"
#include "tests/sim/support/every_kind.h"
#include "tests/sim/support/small_programs.h"

namespace itg {
namespace {

class Recorder final : public ActivityObserver {
 public:
  bool Begin(size_t index, const Command& /*command*/) override {
    begun.push_back(index);
    cycles.clear();
    return index != ignored;
  }
  void Cycle(uint16_t activity) noexcept override { cycles.push_back(activity); }
  void End(const Retired& retired) override { ends.push_back(retired.end_cycle); }

  uint64_t Count(PluginCounter event) const {
    uint64_t count = 0;
    for (const uint16_t activity : cycles) count += activity >> (kActivityEvents + event) & 1;
    return count;
  }
  // Every state once where it stays.
  std::string States() const {
    std::string text;
    int before = -1;
    for (const uint16_t activity : cycles) {
      const int state = activity & ((1 << kActivityEvents) - 1);
      if (state != before) text += std::string(" ") + kSequencerStateNames[state];
      before = state;
    }
    return text;
  }

  std::vector<size_t> begun;
  std::vector<uint16_t> cycles;  // of the last command
  std::vector<uint64_t> ends;
  size_t ignored = SIZE_MAX;
};

struct Observed {
  explicit Observed(const Program& program) {
    RtlOptions options;
    options.observer = recorder;
    machine = Tiny(options);
    machine->Load(program);
  }
  std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
  std::unique_ptr<Machine> machine;
};

TEST(Observers, SeeTheEventsThatAreCounted) {
  const Program program = EveryKind(Rounding::kNearest);
  const Observed observed(program);
  const Recorder& recorder = *observed.recorder;
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Retired retired = observed.machine->Execute(i);
    const Counters& counters = retired.counters;
    ASSERT_EQ(recorder.begun.back(), i);
    ASSERT_EQ(recorder.ends.back(), retired.end_cycle);
    EXPECT_EQ(recorder.cycles.size(), retired.end_cycle - retired.start_cycle);
    EXPECT_EQ(recorder.Count(kArrayCycles), counters.array_cycles);
    EXPECT_EQ(2 * recorder.Count(kScratchpadReads), counters.scratchpad_reads);
    EXPECT_EQ(recorder.Count(kScratchpadWrites), counters.scratchpad_writes);
    EXPECT_EQ(recorder.Count(kAccumulatorReads), counters.accumulator_reads);
    EXPECT_EQ(recorder.Count(kAccumulatorWrites), counters.accumulator_writes);
    EXPECT_EQ(recorder.Count(kMemoryReads), counters.memory_reads);
    EXPECT_EQ(recorder.Count(kMemoryWrites), counters.memory_writes);
    EXPECT_LE(recorder.Count(kRounded), counters.rounded);
    EXPECT_GE(4 * recorder.Count(kRounded), counters.rounded) << "at most a row of four a cycle";
  }
}

TEST(Observers, SeeTheStatesOfTheSequencer) {
  const std::string begin = " idle fetch decode exponents";
  const std::string round = " query_range set_shift second_pass write_exponent drain done";
  const Program program = EveryKind(Rounding::kNearest);
  const Observed observed(program);
  const auto states = [&](Opcode opcode, Post post) {
    for (size_t i = 0; i < program.commands.size(); ++i) {
      if (program.commands[i].opcode != opcode || program.commands[i].post != post) continue;
      observed.machine->Execute(i);
      return observed.recorder->States();
    }
    return std::string();
  };
  EXPECT_EQ(states(Opcode::kForward, Post::kRequantise), begin + " product" + round);
  EXPECT_EQ(states(Opcode::kRequantise, Post::kNone), begin + " scan" + round);
  EXPECT_EQ(states(Opcode::kRelu, Post::kNone), begin + " second_pass write_exponent drain done");
}

// 64 x 64 sums need four times the accumulator SRAM.
TEST(Observers, SeeSpillsBetweenBlocks) {
  const Observed observed(OneProduct::Make(64, 64, 8));
  observed.machine->Execute(0);
  const std::string states = observed.recorder->States();
  EXPECT_NE(states.find(" product spill product spill"), std::string::npos) << states;
  EXPECT_NE(states.find(" spill confirm query_range"), std::string::npos) << states;
}

TEST(Observers, AreNotToldWhatTheyDoNotAskFor) {
  const Observed observed(TwoProducts::Make());
  observed.recorder->ignored = 0;
  observed.machine->Execute(0);
  EXPECT_TRUE(observed.recorder->cycles.empty());
  EXPECT_TRUE(observed.recorder->ends.empty());
  observed.machine->Execute(1);
  EXPECT_FALSE(observed.recorder->cycles.empty());
  EXPECT_EQ(observed.recorder->ends.size(), 1u);
}

}  // namespace
}  // namespace itg
