// SPDX-License-Identifier: Apache-2.0
//
// An axis of a design space: one key of a configuration, or several that change together, and the
// values that it takes.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/json.h"

namespace itg {

// For each axis the number of its value: a point of the space.
using Choice = std::vector<int>;

struct Axis {
  std::string name;               // as written: "hw.rows", or "hw.rows,hw.cols"
  std::vector<std::string> keys;  // "hw.rows", "train.mu": of the hardware, of the training
  std::vector<std::vector<nlohmann::json>> values;  // of each choice one value a key

  int size() const { return static_cast<int>(values.size()); }
  bool is_ordered() const;             // numbers that grow: neighbours are alike
  std::string Text(int choice) const;  // "8", "8,16"
};

// The axes of the object `json`, key `axes` of the file `source`: a list of values, or a range
// {"from": 4, "to": 8, "step": 1}. An axis of several keys, with commas between, takes one value
// for all of them or a list with one a key. Throws Error.
std::vector<Axis> ParseAxes(const nlohmann::json& json, const std::string& source);

// Number of points; throws Error naming `source` when there are more than 1,000,000.
int64_t PointsOf(const std::vector<Axis>& axes, const std::string& source);

// The point of this number, counted from 0; the last axis changes fastest.
Choice ChoiceOf(const std::vector<Axis>& axes, int64_t number);

}  // namespace itg
