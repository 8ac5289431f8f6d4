// SPDX-License-Identifier: Apache-2.0
//
// A timeline of the machine's units as trace events: what runs, what the sequencer does, when each
// unit works. Machines that tell the same activity get the same bytes. docs/timeline.md describes
// the tracks.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sim/activity/activity_observer.h"
#include "sim/rtl/plugin_api.h"
#include "sim/timeline/spans.h"
#include "sim/timeline/trace_events.h"

namespace itg {

// Commands in the order in which the machine executes them, counted from 0.
struct CommandRange {
  uint64_t first = 0;
  uint64_t last = 0;
};

struct TimelineOptions {
  std::string hardware;  // name of the configuration
  int bus_bytes = 0;     // of a beat
  // Which commands are shown; none: until the program comes to its first again.
  std::optional<CommandRange> commands;
};

// Time counts cycles of the commands shown: what a host does between them is not there.
class Timeline final : public ActivityObserver {
 public:
  Timeline(const TimelineOptions& options, std::unique_ptr<TraceSink> sink);

  bool Begin(size_t index, const Command& command) override;
  void Cycle(uint16_t activity) noexcept override;
  void End(const Retired& retired) override;

  // Nothing follows. The file is complete as soon as the last command asked for is over, or here.
  void Close();

  uint64_t commands() const { return commands_; }  // shown
  uint64_t cycles() const { return now_; }         // of them
  uint64_t start_cycle() const { return start_cycle_; }
  uint64_t end_cycle() const { return end_cycle_; }  // [start, end) as the machine counts

 private:
  // What a window of cycles adds up to.
  struct Window {
    uint64_t cycles = 0, array = 0, reads = 0, writes = 0;
  };

  bool Wanted(size_t index) const;
  void EndState();
  void Draw(size_t unit, const std::optional<Span>& span);
  void EndWindow();

  TimelineOptions options_;
  std::unique_ptr<TraceSink> sink_;
  TraceEvents events_;
  bool closed_ = false;
  uint64_t begun_ = 0;     // commands, shown or not
  size_t last_index_ = 0;  // of the one before
  size_t index_ = 0;       // of the command that runs
  Command command_;
  uint64_t now_ = 0;    // the next cycle
  uint64_t begin_ = 0;  // of the command
  int state_ = 0;       // of the sequencer
  uint64_t entered_ = 0;
  std::array<SpanMerger, kPluginCounters> spans_;
  Window window_;
  std::array<std::string, 2> shown_;  // counters as last written
  uint64_t commands_ = 0, start_cycle_ = 0, end_cycle_ = 0;
};

}  // namespace itg
