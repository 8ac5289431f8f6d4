// SPDX-License-Identifier: Apache-2.0
//
// What a run measures, as it goes: metrics.jsonl (one object a line), metrics.csv (the same as a
// table) and a TensorBoard event file; with statistics also stats.jsonl. docs/report.md lists the
// keys.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "sim/config/json.h"
#include "sw/metrics/append_file.h"
#include "sw/metrics/event_file.h"
#include "sw/train/train.h"

namespace itg {

// Where a log stands when a checkpoint is written.
struct LogPosition {
  std::map<std::string, int64_t> files;  // bytes of each, by name
  Score logged;                          // of the steps since the last logged one
};

class MetricsLog {
 public:
  // Continues the log in `folder` at `from`, which may be empty: a new log. Logs every `steps`
  // steps; 0: epochs alone. Throws Error when a file is shorter than at that position.
  MetricsLog(const std::string& folder, const LogPosition& from, int64_t steps);

  void OnStep(const StepInfo& info);
  // `done`: steps since the start; `seconds`: of training.
  void OnEpoch(const EpochResult& result, int64_t done, double seconds);
  // One line for stats.jsonl and its events.
  void OnStatistics(const nlohmann::ordered_json& line, const Event& event);
  static Event MakeEvent(int64_t step);

  LogPosition Sync();  // everything is on the disk

 private:
  AppendFile& File(const std::string& name);
  void Add(const nlohmann::ordered_json& line, const Event& event);

  std::string folder_;
  int64_t steps_;
  Score logged_;
  std::map<std::string, int64_t> sizes_;  // at the start
  std::map<std::string, std::unique_ptr<AppendFile>> files_;
  std::string events_;  // name of the event file
};

}  // namespace itg
