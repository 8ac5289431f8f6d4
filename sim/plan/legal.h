// SPDX-License-Identifier: Apache-2.0
//
// Which commands the accelerator refuses: rtl/ctrl/itg_decode.sv and itg_check.sv decide the same,
// bit for bit. A command that is not refused comes to its end, if the memory has all that it reads
// and writes: what else its descriptor says can make its result worthless, but hang nothing.

#pragma once

#include <vector>

#include "sim/hw/hw_config.h"
#include "sim/plan/descriptor.h"

namespace itg {

// The rule that a command breaks, the first of IllegalReasons(); null: none.
const char* IllegalReason(const Descriptor& descriptor, const HwConfig& hw);

// All rules, in words: what a command is refused for.
std::vector<const char*> IllegalReasons();

}  // namespace itg
