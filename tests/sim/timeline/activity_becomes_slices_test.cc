// SPDX-License-Identifier: Apache-2.0
//
// Activity made by hand, and the events that it must become: slices, counters, selection.

#include <initializer_list>

#include "tests/sim/timeline/support/timeline_text.h"

namespace itg {
namespace {

constexpr int kFetch = 1, kProduct = 4;  // places in kSequencerStateNames

uint16_t Activity(int state, std::initializer_list<PluginCounter> events = {}) {
  int bits = state;
  for (const PluginCounter event : events) bits |= 1 << (kActivityEvents + event);
  return static_cast<uint16_t>(bits);
}

class Slices : public ::testing::Test {
 protected:
  std::unique_ptr<Timeline> Make(std::optional<CommandRange> commands = std::nullopt) {
    *written_ = {};
    const TimelineOptions options = {"four\"by\"four", 8, commands};
    return std::make_unique<Timeline>(options, std::make_unique<StringSink>(written_));
  }
  // Command `index`, from the cycle `start` of the machine on. Returns whether it was observed.
  static bool Run(Timeline* timeline, size_t index, const std::vector<uint16_t>& cycles,
                  uint64_t start = 0) {
    Command command;
    command.opcode = Opcode::kGradient;
    command.post = Post::kUpdate;
    command.layer = "fc\t1";
    command.phase = Phase::kGradient;
    if (!timeline->Begin(index, command)) return false;
    for (const uint16_t cycle : cycles) timeline->Cycle(cycle);
    Retired retired;
    retired.start_cycle = start;
    retired.end_cycle = start + cycles.size();
    retired.saturations = 11;
    for (size_t i = 0; i < kCounterFields.size(); ++i) retired.counters.*kCounterFields[i] = i + 1;
    timeline->End(retired);
    return true;
  }
  std::vector<nlohmann::json> Counters(const std::string& name) const {
    std::vector<nlohmann::json> values;
    const nlohmann::json events = nlohmann::json::parse(written_->text)["traceEvents"];
    for (const nlohmann::json& event : events) {
      if (event["ph"] == "C" && event["name"] == name) values.push_back(event);
    }
    return values;
  }
  std::shared_ptr<Written> written_ = std::make_shared<Written>();
};

TEST_F(Slices, OfACommandAreItsStatesAndUnits) {
  const std::unique_ptr<Timeline> timeline = Make();
  Run(timeline.get(), 3,
      {Activity(kFetch), Activity(kFetch, {kMemoryReads}), Activity(kProduct, {kArrayCycles}),
       Activity(kProduct), Activity(kProduct, {kArrayCycles, kMemoryWrites, kSaturations})},
      100);
  timeline->Close();
  const Tracks tracks = TracksOf(written_->text);
  ASSERT_EQ(tracks.at("commands").size(), 1u);
  const nlohmann::json& command = tracks.at("commands")[0];
  EXPECT_EQ(command["name"], "fc\t1 gradient+update");
  EXPECT_EQ(Begin(command), 0u);
  EXPECT_EQ(End(command), 5u);
  const nlohmann::json arguments = {{"index", 3},
                                    {"layer", "fc\t1"},
                                    {"phase", "gradient"},
                                    {"cycles", 5},
                                    {"array_cycles", 1},
                                    {"macs", 2},
                                    {"scratchpad_reads", 3},
                                    {"scratchpad_writes", 4},
                                    {"accumulator_reads", 5},
                                    {"accumulator_writes", 6},
                                    {"memory_reads", 7},
                                    {"memory_writes", 8},
                                    {"rounded", 9},
                                    {"saturations", 11}};
  EXPECT_EQ(command["args"], arguments);
  const std::vector<nlohmann::json>& states = tracks.at("sequencer");
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[0]["name"], "fetch");
  EXPECT_EQ(End(states[0]), 2u);
  EXPECT_EQ(states[1]["name"], "product");
  EXPECT_EQ(End(states[1]), 5u);
  ASSERT_EQ(tracks.at("MAC array").size(), 1u);
  EXPECT_EQ(Begin(tracks.at("MAC array")[0]), 2u);
  EXPECT_EQ(End(tracks.at("MAC array")[0]), 5u);
  EXPECT_EQ(tracks.at("MAC array")[0]["args"]["active_cycles"], 2);
  EXPECT_EQ(Begin(tracks.at("memory reads").at(0)), 1u);
  EXPECT_EQ(Begin(tracks.at("memory writes").at(0)), 4u);
  EXPECT_TRUE(tracks.at("rounding").empty());
  ExpectNoOverlap(tracks);
}

// Every event but the saturations has a track of its own.
TEST_F(Slices, OfAnEventAreOnItsTrack) {
  const std::vector<std::pair<PluginCounter, const char*>> tracks_of = {
      {kArrayCycles, "MAC array"},
      {kScratchpadReads, "scratchpad reads"},
      {kScratchpadWrites, "scratchpad writes"},
      {kAccumulatorReads, "accumulator reads"},
      {kAccumulatorWrites, "accumulator writes"},
      {kMemoryReads, "memory reads"},
      {kMemoryWrites, "memory writes"},
      {kRounded, "rounding"}};
  for (const auto& [event, name] : tracks_of) {
    const std::unique_ptr<Timeline> timeline = Make();
    Run(timeline.get(), 0, {Activity(kProduct, {event})});
    timeline->Close();
    const Tracks tracks = TracksOf(written_->text);
    EXPECT_EQ(tracks.size(), tracks_of.size() + 2);
    for (const auto& [track, slices] : tracks) {
      const bool used = track == name || track == "commands" || track == "sequencer";
      EXPECT_EQ(slices.size(), used ? 1u : 0u) << track << " of " << name;
    }
  }
}

TEST_F(Slices, EndWithTheirCommand) {
  const std::unique_ptr<Timeline> timeline = Make();
  Run(timeline.get(), 0, {Activity(kProduct, {kArrayCycles})}, 10);
  Run(timeline.get(), 1, {Activity(kProduct, {kArrayCycles})}, 30);
  timeline->Close();
  const Tracks tracks = TracksOf(written_->text);
  for (const char* name : {"commands", "sequencer", "MAC array"}) {
    ASSERT_EQ(tracks.at(name).size(), 2u) << name;
    EXPECT_EQ(Begin(tracks.at(name)[1]), 1u) << "what the host did between them is not there";
  }
  EXPECT_EQ(timeline->start_cycle(), 10u);
  EXPECT_EQ(timeline->end_cycle(), 31u);
}

// Bytes of 8 a beat in windows of 100 cycles; the last one has 50, of which half are active.
TEST_F(Slices, AreSummedUpByCounters) {
  std::vector<uint16_t> cycles(350, Activity(kProduct));
  for (size_t i = 100; i < 300; ++i) cycles[i] = Activity(kProduct, {kArrayCycles, kMemoryReads});
  for (size_t i = 300; i < 325; ++i) cycles[i] = Activity(kProduct, {kArrayCycles, kMemoryWrites});
  const std::unique_ptr<Timeline> timeline = Make();
  Run(timeline.get(), 0, cycles);
  timeline->Close();
  const auto event = [](const char* name, int time, const nlohmann::json& values) {
    return nlohmann::json{{"ph", "C"}, {"pid", 1}, {"ts", time}, {"name", name}, {"args", values}};
  };
  const char* const use = "array use";
  EXPECT_EQ(Counters(use), (std::vector<nlohmann::json>{event(use, 0, {{"percent", 0}}),
                                                        event(use, 100, {{"percent", 100}}),
                                                        event(use, 300, {{"percent", 50}})}));
  const char* const bytes = "memory bytes per 100 cycles";
  EXPECT_EQ(Counters(bytes),
            (std::vector<nlohmann::json>{event(bytes, 0, {{"read", 0}, {"written", 0}}),
                                         event(bytes, 100, {{"read", 800}, {"written", 0}}),
                                         event(bytes, 300, {{"read", 0}, {"written", 400}})}));
}

TEST_F(Slices, AreOfTheFirstPassUnlessAskedOtherwise) {
  const std::unique_ptr<Timeline> timeline = Make();
  std::vector<bool> observed;
  for (const size_t index : {0u, 1u, 2u, 0u, 1u, 2u, 3u}) {
    observed.push_back(Run(timeline.get(), index, {Activity(kFetch)}));
    EXPECT_EQ(written_->commits, observed.size() > 3 ? 1 : 0) << "the file is complete at once";
  }
  EXPECT_EQ(observed, (std::vector<bool>{true, true, true, false, false, false, false}));
  EXPECT_EQ(TracksOf(written_->text).at("commands").size(), 3u);
}

TEST_F(Slices, AreOfTheCommandsAskedFor) {
  const std::unique_ptr<Timeline> timeline = Make(CommandRange{2, 4});
  std::vector<bool> observed;
  for (const size_t index : {0u, 1u, 2u, 0u, 1u, 2u, 3u}) {
    observed.push_back(Run(timeline.get(), index, {Activity(kFetch)}));
    EXPECT_EQ(written_->commits, observed.size() >= 5 ? 1 : 0);
  }
  EXPECT_EQ(observed, (std::vector<bool>{false, false, true, true, true, false, false}));
  timeline->Close();
  EXPECT_EQ(written_->commits, 1);
  EXPECT_EQ(TracksOf(written_->text).at("commands").size(), 3u);
}

TEST_F(Slices, OfNothingAreAFileStill) {
  Make()->Close();
  EXPECT_TRUE(TracksOf(written_->text).at("commands").empty());
  const nlohmann::json about = nlohmann::json::parse(written_->text)["otherData"];
  EXPECT_EQ(about["hardware"], "four\"by\"four");
  EXPECT_EQ(about["time"], "1 us is 1 cycle");
  EXPECT_EQ(about["merged_gap_cycles"], kMergeGap);
}

// States that change every cycle fill the buffer within the command; its end reports the loss.
TEST_F(Slices, ThatAreLostEndTheRun) {
  const std::unique_ptr<Timeline> timeline = Make();
  std::vector<uint16_t> cycles;
  for (int i = 0; i < 2000; ++i) cycles.push_back(Activity(i % 2 == 0 ? kFetch : kProduct));
  EXPECT_TRUE(Run(timeline.get(), 0, cycles));
  EXPECT_GT(written_->text.size(), 50'000u) << "memory is bounded";
  written_->full = true;
  EXPECT_THROW(Run(timeline.get(), 1, cycles), Error);
}

}  // namespace
}  // namespace itg
