// SPDX-License-Identifier: Apache-2.0
//
// A Network written as the list of layers that network_file.h reads: flat, with "from" and "add"
// where layers do not follow each other. Every layer has its name.

#pragma once

#include "sim/config/json.h"
#include "sw/nn/network.h"

namespace itg {

nlohmann::ordered_json LayersToJson(const Network& network);

}  // namespace itg
