// SPDX-License-Identifier: Apache-2.0
//
// What a worker is given, a line of JSON, and the file in which it leaves the result. Such a file
// is written whole or not at all and always the same, so work that is done twice does no harm.

#pragma once

#include <string>

#include "sim/config/json.h"
#include "sw/explore/point.h"

namespace itg {

// Folders below that of the exploration.
inline constexpr const char* kPointsFolder = "points";
inline constexpr const char* kTrainingsFolder = "trainings";
inline constexpr const char* kConfirmationsFolder = "confirmations";

struct Task {
  std::string name;    // for messages: "point 12"
  std::string line;    // JSON, without a line's end
  std::string result;  // path of the result file
};

// Everything about `point`, in `folder`.
Task MakePointTask(const Space& space, const Point& point, const std::string& folder);
// Its first steps on the RTL.
Task MakeConfirmTask(const Space& space, const Point& point, const std::string& folder);

}  // namespace itg
