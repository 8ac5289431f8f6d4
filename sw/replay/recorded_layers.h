// SPDX-License-Identifier: Apache-2.0
//
// The list of layers in a recording's meta.json. Private to sw/replay.

#pragma once

#include <string>

#include "sim/config/json.h"
#include "sw/nn/builder.h"
#include "sw/replay/recording.h"

namespace itg {

// Adds every layer of the list `layers` in `source` to `builder` and to `recorded`. Throws Error.
void ParseRecordedLayers(const nlohmann::json& layers, const std::string& source,
                         NetworkBuilder* builder, std::vector<RecordedLayer>* recorded);

}  // namespace itg
