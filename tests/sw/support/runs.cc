// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/support/runs.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <sstream>

#include "sw/data/file.h"
#include "sw/metrics/event_file.h"

namespace itg {
namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

uint32_t Masked(const std::string& bytes) {
  const uint32_t crc = Crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
}

uint32_t Word(const std::string& bytes, size_t at) {
  uint32_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

// The records of the event file in `folder`, whole and with right checksums.
std::vector<std::string> Events(const std::string& folder) {
  std::vector<std::string> events;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().rfind("events.out.tfevents.", 0) != 0) continue;
    ++files;
    const std::string bytes = ReadFile(entry.path().string());
    for (size_t at = 0; at < bytes.size();) {
      const size_t length = Word(bytes, at);
      EXPECT_EQ(Word(bytes, at + 8), Masked(bytes.substr(at, 8)));
      const std::string data = bytes.substr(at + 12, length);
      if (data.size() != length || at + 16 + length > bytes.size()) {
        ADD_FAILURE() << "half an event at " << at;
        break;
      }
      EXPECT_EQ(Word(bytes, at + 12 + length), Masked(data));
      events.push_back(data.substr(9));  // behind the key and the double of the wall time
      at += 16 + length;
    }
  }
  EXPECT_EQ(files, 1);
  return events;
}

}  // namespace

RunFiles ReadRun(const std::string& folder) {
  RunFiles run;
  run.report = nlohmann::json::parse(ReadFile(folder + "/report.json"));
  run.report.erase("simulation");
  for (const char* key : {"source", "checkpoint_steps"}) run.report["configuration"].erase(key);
  for (const std::string& line : Lines(ReadFile(folder + "/metrics.jsonl"))) {
    run.metrics.push_back(nlohmann::json::parse(line));
    run.metrics.back().erase("seconds");
  }
  for (const std::string& line : Lines(ReadFile(folder + "/metrics.csv"))) {
    run.csv.push_back(line.substr(0, line.rfind(',')));  // the last column is seconds
  }
  const std::string statistics = folder + "/stats.jsonl";
  if (std::filesystem::exists(statistics)) run.statistics = ReadFile(statistics);
  run.events = Events(folder);
  return run;
}

void ExpectSameRun(const RunFiles& a, const RunFiles& b) {
  EXPECT_EQ(a.report, b.report);
  EXPECT_EQ(a.metrics, b.metrics);
  EXPECT_EQ(a.csv, b.csv);
  EXPECT_EQ(a.statistics, b.statistics);
  EXPECT_EQ(a.events, b.events);
}

}  // namespace itg
