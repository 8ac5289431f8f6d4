// SPDX-License-Identifier: Apache-2.0
//
// Does the accelerator without its data draw the timeline of the RTL, byte for byte, for a command
// of every kind? And does the RTL's timeline show every cycle and every event that was counted?

#include <algorithm>

#include "sim/cycle/core.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/rtl_machine.h"
#include "tests/sim/support/every_kind.h"
#include "tests/sim/timeline/support/timeline_text.h"

namespace itg {
namespace {

// With values that saturate: no track and no slice may follow from one.
Program EveryKindWithValues() {
  Program program = EveryKind(Rounding::kPseudoStochastic);
  for (size_t id = 0; id < program.buffers.size(); ++id) {
    const Buffer& buffer = program.buffers[id];
    if (buffer.role != Role::kActivation && buffer.role != Role::kWeight &&
        buffer.role != Role::kError && buffer.role != Role::kGradient) {
      continue;
    }
    Tensor tensor = MakeTensor(buffer);
    for (int64_t i = 0; i < tensor.size(); ++i) {
      tensor.Set(i, (i * 53 + static_cast<int64_t>(id)) % 255 - 127);
    }
    program.initial.emplace_back(static_cast<BufferId>(id), tensor);
  }
  return program;
}

class SameTimeline : public ::testing::Test {
 protected:
  std::shared_ptr<Timeline> Make(const std::shared_ptr<Written>& written) const {
    const TimelineOptions options = {hw_.name, hw_.bus_bytes, std::nullopt};
    return std::make_shared<Timeline>(options, std::make_unique<StringSink>(written));
  }
  // Runs all commands on the RTL; keeps what they retired.
  std::string OfTheRtl() {
    const auto written = std::make_shared<Written>();
    RtlOptions options;
    const std::shared_ptr<Timeline> timeline = Make(written);
    options.observer = timeline;
    const std::unique_ptr<Machine> rtl = MakeRtlMachine(hw_, options);
    rtl->Load(program_);
    for (size_t i = 0; i < program_.commands.size(); ++i) retired_.push_back(rtl->Execute(i));
    timeline->Close();
    return written->text;
  }
  // Steps through all commands without values. What follows from values or is known beforehand is
  // as retired by the RTL.
  std::string OfTheCore() const {
    const auto written = std::make_shared<Written>();
    const std::shared_ptr<Timeline> timeline = Make(written);
    const Schedule schedule = Plan(program_, hw_);
    cycle::Core core{cycle::Sizes(hw_)};
    for (size_t i = 0; i < program_.commands.size(); ++i) {
      const ScheduledCommand& command = schedule.commands[i];
      Retired retired;
      retired.start_cycle = core.cycle();
      EXPECT_TRUE(timeline->Begin(i, program_.commands[i]));
      core.Begin(cycle::Control(command.descriptor),
                 static_cast<uint32_t>(command.descriptor_address));
      while (!core.done()) {
        core.Step();
        timeline->Cycle(core.activity());
      }
      retired.end_cycle = core.cycle();
      retired.saturations = retired_[i].saturations;
      retired.counters = CountersOf(core.counters());
      retired.counters.macs = retired_[i].counters.macs;
      timeline->End(retired);
    }
    timeline->Close();
    return written->text;
  }

  HwConfig hw_ = HwConfig::FromFile("tiny");
  Program program_ = EveryKindWithValues();
  std::vector<Retired> retired_;

 private:
  static Counters CountersOf(const std::array<uint64_t, kPluginCounters>& events) {
    Counters counters;
    counters.array_cycles = events[kArrayCycles];
    counters.scratchpad_reads = events[kScratchpadReads];
    counters.scratchpad_writes = events[kScratchpadWrites];
    counters.accumulator_reads = events[kAccumulatorReads];
    counters.accumulator_writes = events[kAccumulatorWrites];
    counters.memory_reads = events[kMemoryReads];
    counters.memory_writes = events[kMemoryWrites];
    counters.rounded = events[kRounded];
    return counters;
  }
};

// The first byte that differs, with what stands around it.
std::string Around(const std::string& text, size_t place) {
  return text.substr(place - std::min<size_t>(place, 100), 200);
}

TEST_F(SameTimeline, OfEveryKindOfCommand) {
  const std::string rtl = OfTheRtl();
  const std::string core = OfTheCore();
  size_t place = 0;
  while (place < rtl.size() && place < core.size() && rtl[place] == core[place]) ++place;
  EXPECT_TRUE(rtl == core) << "RTL:  " << Around(rtl, place) << "\ncore: " << Around(core, place);
  uint64_t saturations = 0;
  for (const Retired& retired : retired_) saturations += retired.saturations;
  EXPECT_GT(saturations, 0u) << "the values were to saturate";
}

TEST_F(SameTimeline, ShowsEveryCycleAndEveryEvent) {
  const Tracks tracks = TracksOf(OfTheRtl());
  ExpectNoOverlap(tracks);
  const std::vector<nlohmann::json>& commands = tracks.at("commands");
  ASSERT_EQ(commands.size(), program_.commands.size());
  uint64_t end = 0;
  for (size_t i = 0; i < commands.size(); ++i) {
    const nlohmann::json& command = commands[i];
    const Counters& counters = retired_[i].counters;
    EXPECT_EQ(command["name"], Describe(program_.commands[i]));
    EXPECT_EQ(Begin(command), end);
    end = End(command);
    EXPECT_EQ(command["dur"], retired_[i].end_cycle - retired_[i].start_cycle);
    const auto cycles = [&](const char* track, bool active) {
      return CyclesWithin(tracks.at(track), Begin(command), End(command), active);
    };
    EXPECT_EQ(cycles("sequencer", false), command["dur"]);
    EXPECT_EQ(cycles("MAC array", true), counters.array_cycles);
    EXPECT_EQ(2 * cycles("scratchpad reads", true), counters.scratchpad_reads);
    EXPECT_EQ(cycles("scratchpad writes", true), counters.scratchpad_writes);
    EXPECT_EQ(cycles("accumulator reads", true), counters.accumulator_reads);
    EXPECT_EQ(cycles("accumulator writes", true), counters.accumulator_writes);
    EXPECT_EQ(cycles("memory reads", true), counters.memory_reads);
    EXPECT_EQ(cycles("memory writes", true), counters.memory_writes);
    EXPECT_LE(cycles("rounding", true), counters.rounded);
    EXPECT_EQ(cycles("rounding", true) == 0, counters.rounded == 0);
  }
}

// What is told to nobody costs nothing and changes nothing.
TEST_F(SameTimeline, IsOfTheCommandsAskedForAlone) {
  OfTheRtl();
  const auto written = std::make_shared<Written>();
  const TimelineOptions asked = {hw_.name, hw_.bus_bytes, CommandRange{1, 2}};
  RtlOptions options;
  options.observer = std::make_shared<Timeline>(asked, std::make_unique<StringSink>(written));
  const std::unique_ptr<Machine> rtl = MakeRtlMachine(hw_, options);
  rtl->Load(program_);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(rtl->Execute(i).end_cycle, retired_[i].end_cycle);
  EXPECT_EQ(written->commits, 1);
  const Tracks tracks = TracksOf(written->text);
  ASSERT_EQ(tracks.at("commands").size(), 2u);
  EXPECT_EQ(tracks.at("commands")[0]["args"]["index"], 1);
  EXPECT_EQ(tracks.at("commands")[1]["args"]["index"], 2);
}

}  // namespace
}  // namespace itg
