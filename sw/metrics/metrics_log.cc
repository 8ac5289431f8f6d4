// SPDX-License-Identifier: Apache-2.0
#include "sw/metrics/metrics_log.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kJsonLines = "metrics.jsonl";
constexpr const char* kCsv = "metrics.csv";
constexpr const char* kStatistics = "stats.jsonl";
constexpr const char* kEventPrefix = "events.out.tfevents.";
constexpr const char* kEventSuffix = ".intaglio";
// Every key that a line can have, in the order of the columns.
constexpr const char* kColumns[] = {"kind",     "step",      "epoch",         "mu",     "loss",
                                    "accuracy", "loss_test", "accuracy_test", "seconds"};

double Now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void Remove(const std::filesystem::path& path) {
  std::error_code absent;
  std::filesystem::remove(path, absent);
}

bool IsEventFile(const std::string& name) {
  const std::string suffix = kEventSuffix;
  return name.rfind(kEventPrefix, 0) == 0 && name.size() > suffix.size() &&
         name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0;
}

std::string NewEventFile() {
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  return kEventPrefix + std::to_string(static_cast<int64_t>(Now())) + "." + host + kEventSuffix;
}

// The event file of `files`; removes the others in `folder`, which are of runs that are gone.
std::string ChooseEventFile(const std::string& folder,
                            const std::map<std::string, int64_t>& files) {
  std::string chosen;
  for (const auto& [name, size] : files) {
    if (IsEventFile(name)) chosen = name;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (IsEventFile(name) && name != chosen) Remove(entry.path());
  }
  return chosen.empty() ? NewEventFile() : chosen;
}

std::string Row(const Json& line) {
  std::string row;
  for (const char* column : kColumns) {
    if (!row.empty()) row += ",";
    if (line.contains(column)) {
      row += line[column].is_string() ? line[column].get<std::string>() : line[column].dump();
    }
  }
  return row + "\n";
}

std::string HeaderRow() {
  Json names;
  for (const char* column : kColumns) names[column] = std::string(column);
  return Row(names);
}

}  // namespace

MetricsLog::MetricsLog(const std::string& folder, const LogPosition& from, int64_t steps)
    : folder_(folder),
      steps_(steps),
      logged_(from.logged),
      sizes_(from.files),
      events_(ChooseEventFile(folder, from.files)) {
  if (sizes_.count(kStatistics) == 0) Remove(folder + "/" + kStatistics);
  File(kJsonLines);
  AppendFile& csv = File(kCsv);
  if (sizes_.count(kCsv) == 0) csv.Write(HeaderRow());
  AppendFile& events = File(events_);
  if (sizes_.count(events_) == 0) events.Write(FirstEvent(Now()));
  if (sizes_.count(kStatistics) != 0) File(kStatistics);
}

AppendFile& MetricsLog::File(const std::string& name) {
  std::unique_ptr<AppendFile>& file = files_[name];
  if (!file) {
    const auto size = sizes_.find(name);
    file =
        std::make_unique<AppendFile>(folder_ + "/" + name, size == sizes_.end() ? 0 : size->second);
  }
  return *file;
}

Event MetricsLog::MakeEvent(int64_t step) { return {Now(), step}; }

void MetricsLog::Add(const Json& line, const Event& event) {
  File(kJsonLines).Write(line.dump() + "\n");
  File(kCsv).Write(Row(line));
  File(events_).Write(event.Record());
}

void MetricsLog::OnStep(const StepInfo& info) {
  if (steps_ == 0) return;
  logged_ += info.last;
  if (info.done % steps_ != 0) return;
  Json line = {
      {"kind", "step"},         {"step", info.done},           {"epoch", info.epoch},
      {"mu", info.mu},          {"loss", logged_.mean_loss()}, {"accuracy", logged_.accuracy()},
      {"seconds", info.seconds}};
  Event event = MakeEvent(info.done);
  event.Add("train/loss", logged_.mean_loss());
  event.Add("train/accuracy", logged_.accuracy());
  event.Add("mu", info.mu);
  Add(line, event);
  logged_ = {};
}

void MetricsLog::OnEpoch(const EpochResult& result, int64_t done, double seconds) {
  const Json line = {{"kind", "epoch"},
                     {"step", done},
                     {"epoch", result.epoch},
                     {"mu", result.mu},
                     {"loss", result.loss},
                     {"accuracy", result.accuracy_train},
                     {"loss_test", result.loss_test},
                     {"accuracy_test", result.accuracy_test},
                     {"seconds", seconds}};
  Event event = MakeEvent(done);
  event.Add("epoch/loss", result.loss);
  event.Add("epoch/accuracy", result.accuracy_train);
  event.Add("test/loss", result.loss_test);
  event.Add("test/accuracy", result.accuracy_test);
  Add(line, event);
}

void MetricsLog::OnStatistics(const Json& line, const Event& event) {
  File(kStatistics).Write(line.dump() + "\n");
  File(events_).Write(event.Record());
}

LogPosition MetricsLog::Sync() {
  LogPosition position;
  position.logged = logged_;
  for (const auto& [name, file] : files_) position.files[name] = file->Sync();
  return position;
}

}  // namespace itg
