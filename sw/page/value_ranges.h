// SPDX-License-Identifier: Apache-2.0
//
// The widths that the tensors of a training used, from the lines of its stats.jsonl.

#pragma once

#include <vector>

#include "sim/config/json.h"

namespace itg {

// "ranges": as in an exploration, of each tensor the widest that any line has, and the share of
// elements clipped in all lines. "magnitudes": how many elements of the last line have a magnitude
// of 0, 1, 2, ... bits. Empty tables without lines.
nlohmann::ordered_json ValueRanges(const std::vector<nlohmann::ordered_json>& lines,
                                   const nlohmann::ordered_json& configuration);

}  // namespace itg
