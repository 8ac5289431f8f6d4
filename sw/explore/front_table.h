// SPDX-License-Identifier: Apache-2.0
//
// The Pareto front of an exploration as a table for people.

#pragma once

#include <string>
#include <vector>

#include "sw/explore/explorer.h"

namespace itg {

// Points that none dominates in the objectives of the space, the most accurate first.
std::string FrontTable(const Space& space, const std::vector<ExploredPoint>& points);

}  // namespace itg
