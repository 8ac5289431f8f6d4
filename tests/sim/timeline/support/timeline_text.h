// SPDX-License-Identifier: Apache-2.0
//
// Timelines kept in a string, and questions about what they show.

#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/timeline/timeline.h"

namespace itg {

// What became of the bytes of a sink, which belongs to its timeline.
struct Written {
  std::string text;
  int commits = 0;
  bool full = false;  // from now on all is lost
  bool lost = false;
};

class StringSink final : public TraceSink {
 public:
  explicit StringSink(std::shared_ptr<Written> written) : written_(std::move(written)) {}
  void Append(std::string_view bytes) noexcept override {
    if (written_->full) {
      written_->lost = true;
    } else {
      written_->text += bytes;
    }
  }
  void Check() override {
    if (written_->lost) throw Error("full");
  }
  void Commit() override {
    Check();
    ++written_->commits;
  }

 private:
  std::shared_ptr<Written> written_;
};

// The slices of each track by its name, in the order of the file.
using Tracks = std::map<std::string, std::vector<nlohmann::json>>;

inline Tracks TracksOf(const std::string& text) {
  const nlohmann::json events = nlohmann::json::parse(text).at("traceEvents");
  std::map<int, std::string> names;
  Tracks tracks;
  for (const nlohmann::json& event : events) {
    if (event.at("name") == "thread_name") names[event.at("tid")] = event.at("args").at("name");
  }
  for (const auto& [tid, name] : names) tracks[name];
  for (const nlohmann::json& event : events) {
    if (event.at("ph") == "X") tracks.at(names.at(event.at("tid"))).push_back(event);
  }
  return tracks;
}

inline uint64_t Begin(const nlohmann::json& slice) { return slice.at("ts"); }
inline uint64_t End(const nlohmann::json& slice) {
  return slice.at("ts").get<uint64_t>() + slice.at("dur").get<uint64_t>();
}

// No slice of a track begins before the one in front of it is over, and none is empty.
inline void ExpectNoOverlap(const Tracks& tracks) {
  for (const auto& [name, slices] : tracks) {
    uint64_t free = 0;
    for (const nlohmann::json& slice : slices) {
      ASSERT_GE(Begin(slice), free) << name << ": " << slice;
      ASSERT_GT(End(slice), Begin(slice)) << name << ": " << slice;
      free = End(slice);
    }
  }
}

// Sum of the cycles, or of the active ones, of `slices` within [begin, end).
inline uint64_t CyclesWithin(const std::vector<nlohmann::json>& slices, uint64_t begin,
                             uint64_t end, bool active) {
  uint64_t sum = 0;
  for (const nlohmann::json& slice : slices) {
    if (Begin(slice) < begin || End(slice) > end) continue;
    sum += (active ? slice.at("args").at("active_cycles") : slice.at("dur")).get<uint64_t>();
  }
  return sum;
}

}  // namespace itg
