// SPDX-License-Identifier: Apache-2.0
//
// Writer of the "Trace Event Format" (JSON) that ui.perfetto.dev and chrome://tracing open: one
// process, its threads as tracks, complete events as slices, counters. Bytes go to a sink as they
// come, so that a file may be larger than memory.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace itg {

// Where the bytes go.
class TraceSink {
 public:
  virtual ~TraceSink() = default;
  // Remembers a failure instead of throwing it.
  virtual void Append(std::string_view bytes) noexcept = 0;
  virtual void Check() = 0;   // throws Error when bytes were lost
  virtual void Commit() = 0;  // the last were appended; throws Error when some were lost
};

class TraceEvents {
 public:
  // The process, its tracks from the top, and `about`, a JSON object that viewers show as metadata.
  TraceEvents(TraceSink* sink, const std::string& process, const std::vector<std::string>& tracks,
              const std::string& about);

  // [begin, end) on `track`; `name` and `arguments` (an object) are JSON.
  void Slice(size_t track, std::string_view name, uint64_t begin, uint64_t end,
             std::string_view arguments);
  // From `time` on; `values` is a JSON object of numbers.
  void Counter(std::string_view name, uint64_t time, std::string_view values);
  void Close();

 private:
  void Metadata(const char* name, size_t thread, const std::string& arguments);
  // Another event, behind those before.
  void Add(std::string_view event);

  TraceSink* sink_;
  bool first_ = true;
  std::string pending_;
};

// `text` as a JSON string, in quotes.
std::string JsonString(const std::string& text);

}  // namespace itg
