// SPDX-License-Identifier: Apache-2.0
//
// What a report page shows, gathered from a training's report folder or an exploration's database.
// The scripts in sw/page/js read it as JSON; docs/page.md says what becomes of it.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/config/json.h"

namespace itg {

struct PageData {
  std::string title;
  nlohmann::ordered_json overview;  // read when the page opens
  // By name ("run", or the number of a point): read when its point is looked at, so that a page of
  // a thousand points opens without having read a thousand breakdowns.
  std::vector<std::pair<std::string, nlohmann::ordered_json>> details;
};

// Rows under names said once. As JSON: {"columns": [...], "rows": [[...], ...]}.
nlohmann::ordered_json TableJson(const std::vector<std::string>& columns);

}  // namespace itg
