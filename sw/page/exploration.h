// SPDX-License-Identifier: Apache-2.0
//
// What a page shows of the database of an exploration (sw/explore/schema.sql).

#pragma once

#include <string>

#include "sw/page/page_data.h"

namespace itg {

// Throws Error naming the file and what of it is missing or cannot be read.
PageData ReadExploration(const std::string& database);

}  // namespace itg
