// SPDX-License-Identifier: Apache-2.0
//
// What a training run leaves in its folder, without what may differ between two runs of the same
// training: times.

#pragma once

#include <string>
#include <vector>

#include "sim/config/json.h"

namespace itg {

struct RunFiles {
  nlohmann::json report;
  std::vector<nlohmann::json> metrics;  // metrics.jsonl
  std::vector<std::string> csv;         // metrics.csv
  std::string statistics;               // stats.jsonl; "" without
  std::vector<std::string> events;      // the bytes of each event behind its wall time
};

RunFiles ReadRun(const std::string& folder);
// Every part of the two is equal.
void ExpectSameRun(const RunFiles& a, const RunFiles& b);

}  // namespace itg
