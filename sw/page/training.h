// SPDX-License-Identifier: Apache-2.0
//
// What a page shows of the report folder of a training (docs/report.md).

#pragma once

#include <string>

#include "sw/page/page_data.h"

namespace itg {

// report.json must be there and whole; metrics.jsonl and stats.jsonl where the run wrote them.
// Throws Error naming the file, and the key or the line.
PageData ReadTraining(const std::string& folder);

}  // namespace itg
