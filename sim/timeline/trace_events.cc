// SPDX-License-Identifier: Apache-2.0

#include "sim/timeline/trace_events.h"

#include "sim/config/json.h"

namespace itg {
namespace {

constexpr size_t kPending = 1 << 16;  // bytes that are handed on at once

}  // namespace

std::string JsonString(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

TraceEvents::TraceEvents(TraceSink* sink, const std::string& process,
                         const std::vector<std::string>& tracks, const std::string& about)
    : sink_(sink) {
  pending_ = "{\"displayTimeUnit\":\"ms\",\n\"otherData\":" + about + ",\n\"traceEvents\":[";
  Metadata("process_name", 0, "{\"name\":" + JsonString(process) + "}");
  for (size_t track = 0; track < tracks.size(); ++track) {
    Metadata("thread_name", track + 1, "{\"name\":" + JsonString(tracks[track]) + "}");
    Metadata("thread_sort_index", track + 1, "{\"sort_index\":" + std::to_string(track + 1) + "}");
  }
}

void TraceEvents::Metadata(const char* name, size_t thread, const std::string& arguments) {
  Add("{\"ph\":\"M\",\"pid\":1,\"tid\":" + std::to_string(thread) + ",\"name\":\"" + name +
      "\",\"args\":" + arguments + "}");
}

void TraceEvents::Slice(size_t track, std::string_view name, uint64_t begin, uint64_t end,
                        std::string_view arguments) {
  std::string event = "{\"ph\":\"X\",\"pid\":1,\"tid\":" + std::to_string(track + 1);
  event += ",\"ts\":" + std::to_string(begin) + ",\"dur\":" + std::to_string(end - begin);
  event.append(",\"name\":").append(name).append(",\"args\":").append(arguments).append("}");
  Add(event);
}

void TraceEvents::Counter(std::string_view name, uint64_t time, std::string_view values) {
  std::string event = "{\"ph\":\"C\",\"pid\":1,\"ts\":" + std::to_string(time);
  event.append(",\"name\":").append(name).append(",\"args\":").append(values).append("}");
  Add(event);
}

void TraceEvents::Add(std::string_view event) {
  pending_.append(first_ ? "\n" : ",\n").append(event);
  first_ = false;
  if (pending_.size() < kPending) return;
  sink_->Append(pending_);
  pending_.clear();
}

void TraceEvents::Close() {
  sink_->Append(pending_ + "\n]}\n");
  pending_.clear();
  sink_->Commit();
}

}  // namespace itg
