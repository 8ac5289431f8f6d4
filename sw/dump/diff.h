// SPDX-License-Identifier: Apache-2.0
//
// Where two runs part.

#pragma once

#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sw/dump/capture.h"

namespace itg {

struct DiffResult {
  int compared = 0;   // tensors or values that both have
  int different = 0;  // of them
  std::string text;   // for people: the first difference, then a line for each
  bool parted() const { return different > 0; }
};

// Tensors of the same name are compared in the program order of `a`; the first difference comes
// first, with command, coordinates and values.
DiffResult DiffTensors(const std::vector<Captured>& a, const std::vector<Captured>& b);

// Two report.json: which keys of the configuration differ (that alone is no difference), from which
// epoch on loss and accuracy differ, and whether the weights do.
DiffResult DiffReports(const nlohmann::json& a, const nlohmann::json& b);

}  // namespace itg
