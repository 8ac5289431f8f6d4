// SPDX-License-Identifier: Apache-2.0
//
// A dump: the tensors of a step as .npy files and dump.json, which lists them in program order with
// what .npy cannot hold (the exponent, the command that wrote the tensor).

#pragma once

#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sw/dump/capture.h"

namespace itg {

struct Dump {
  nlohmann::ordered_json about;  // machine, step, configuration
  std::vector<Captured> tensors;
};

// Creates `folder`. dump.json is written last: without it there is no dump.
void WriteDump(const Dump& dump, const std::string& folder);

// Throws Error when `folder` holds no whole dump.
Dump ReadDump(const std::string& folder);

}  // namespace itg
