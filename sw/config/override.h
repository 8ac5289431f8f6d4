// SPDX-License-Identifier: Apache-2.0
//
// `--set key=value` on a parsed configuration file.

#pragma once

#include <string>

#include "sim/config/json.h"

namespace itg {

// `assignment` is "data.train_limit=640": dotted keys (numbers index arrays), the value is JSON or,
// when it is not, a string. Keys may be new: whether they are legal is checked when the
// configuration is read. Throws Error.
void ApplyOverride(const std::string& assignment, nlohmann::json* config);

}  // namespace itg
