// SPDX-License-Identifier: Apache-2.0

#include "sim/timeline/timeline.h"

#include <cassert>
#include <utility>
#include <vector>

namespace itg {
namespace {

// Tracks from the top, in the direction of the data. Each unit belongs to an event.
constexpr size_t kCommandTrack = 0, kStateTrack = 1, kUnitTracks = 2;
struct Unit {
  PluginCounter event;
  const char* name;
};
constexpr std::array<Unit, 8> kUnits = {{{kMemoryReads, "memory reads"},
                                         {kScratchpadWrites, "scratchpad writes"},
                                         {kScratchpadReads, "scratchpad reads"},
                                         {kArrayCycles, "MAC array"},
                                         {kAccumulatorReads, "accumulator reads"},
                                         {kAccumulatorWrites, "accumulator writes"},
                                         {kRounded, "rounding"},
                                         {kMemoryWrites, "memory writes"}}};
constexpr uint64_t kWindow = 100;  // cycles that a value of a counter stands for
constexpr int kNoState = -1;

constexpr std::array kCounterNames = {"array_cycles",
                                      "macs",
                                      "scratchpad_reads",
                                      "scratchpad_writes",
                                      "accumulator_reads",
                                      "accumulator_writes",
                                      "memory_reads",
                                      "memory_writes",
                                      "rounded"};
static_assert(kCounterNames.size() == kCounterFields.size());

std::vector<std::string> Tracks() {
  std::vector<std::string> tracks = {"commands", "sequencer"};
  for (const Unit& unit : kUnits) tracks.emplace_back(unit.name);
  return tracks;
}

std::string About(const TimelineOptions& options) {
  return "{\"hardware\":" + JsonString(options.hardware) +
         ",\"time\":\"1 us is 1 cycle\",\"merged_gap_cycles\":" + std::to_string(kMergeGap) + "}";
}

std::string Arguments(size_t index, const Command& command, const Retired& retired) {
  std::string text = "{\"index\":" + std::to_string(index) +
                     ",\"layer\":" + JsonString(command.layer) + ",\"phase\":\"" +
                     Name(command.phase) +
                     "\",\"cycles\":" + std::to_string(retired.end_cycle - retired.start_cycle);
  for (size_t i = 0; i < kCounterFields.size(); ++i) {
    text += std::string(",\"") + kCounterNames[i] +
            "\":" + std::to_string(retired.counters.*kCounterFields[i]);
  }
  return text + ",\"saturations\":" + std::to_string(retired.saturations) + "}";
}

bool Happens(uint16_t activity, int event) {
  return (activity >> (kActivityEvents + event) & 1) != 0;
}

}  // namespace

Timeline::Timeline(const TimelineOptions& options, std::unique_ptr<TraceSink> sink)
    : options_(options),
      sink_(std::move(sink)),
      events_(sink_.get(), "accelerator", Tracks(), About(options)) {}

bool Timeline::Wanted(size_t index) const {
  if (closed_) return false;
  if (!options_.commands) return begun_ == 0 || index > last_index_;
  return begun_ >= options_.commands->first && begun_ <= options_.commands->last;
}

bool Timeline::Begin(size_t index, const Command& command) {
  const bool wanted = Wanted(index);
  if (!wanted && commands_ > 0) Close();
  ++begun_;
  last_index_ = index;
  if (!wanted) return false;
  index_ = index;
  command_ = command;
  begin_ = entered_ = now_;
  state_ = kNoState;
  return true;
}

void Timeline::Cycle(uint16_t activity) noexcept {
  const int state = activity >> kActivityState & ((1 << kActivityEvents) - 1);
  if (state != state_) {
    EndState();
    state_ = state;
    entered_ = now_;
  }
  for (size_t unit = 0; unit < kUnits.size(); ++unit) {
    if (Happens(activity, kUnits[unit].event)) Draw(unit, spans_[unit].Work(now_));
  }
  window_.array += Happens(activity, kArrayCycles) ? 1 : 0;
  window_.reads += Happens(activity, kMemoryReads) ? 1 : 0;
  window_.writes += Happens(activity, kMemoryWrites) ? 1 : 0;
  ++now_;
  if (++window_.cycles == kWindow) EndWindow();
}

void Timeline::EndState() {
  if (state_ == kNoState) return;
  const char* const name = state_ < kSequencerStates ? kSequencerStateNames[state_] : "illegal";
  events_.Slice(kStateTrack, JsonString(name), entered_, now_, "{}");
}

void Timeline::Draw(size_t unit, const std::optional<Span>& span) {
  if (!span) return;
  events_.Slice(kUnitTracks + unit, JsonString(kUnits[unit].name), span->begin, span->end,
                "{\"active_cycles\":" + std::to_string(span->active) + "}");
}

// Written where they change. The last window may be shorter: its values are those of as many cycles
// of the same kind.
void Timeline::EndWindow() {
  const uint64_t begin = now_ - window_.cycles;
  const auto scaled = [&](uint64_t count) {
    return std::to_string(count * kWindow / window_.cycles);
  };
  const uint64_t beat = static_cast<uint64_t>(options_.bus_bytes);
  const std::array<std::string, 2> values = {"{\"percent\":" + scaled(window_.array) + "}",
                                             "{\"read\":" + scaled(beat * window_.reads) +
                                                 ",\"written\":" + scaled(beat * window_.writes) +
                                                 "}"};
  constexpr std::array kNames = {"\"array use\"", "\"memory bytes per 100 cycles\""};
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] != shown_[i]) events_.Counter(kNames[i], begin, values[i]);
  }
  shown_ = values;
  window_ = {};
}

void Timeline::End(const Retired& retired) {
  EndState();
  for (size_t unit = 0; unit < kUnits.size(); ++unit) Draw(unit, spans_[unit].Finish());
  assert(now_ - begin_ == retired.end_cycle - retired.start_cycle);
  events_.Slice(kCommandTrack, JsonString(Describe(command_)), begin_, now_,
                Arguments(index_, command_, retired));
  if (commands_ == 0) start_cycle_ = retired.start_cycle;
  end_cycle_ = retired.end_cycle;
  ++commands_;
  sink_->Check();
  if (options_.commands && begun_ > options_.commands->last) Close();
}

void Timeline::Close() {
  if (closed_) return;
  closed_ = true;
  if (window_.cycles != 0) EndWindow();
  events_.Close();
}

}  // namespace itg
