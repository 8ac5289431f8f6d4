// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sim/hw/hw_config.h"

namespace itg {

// That the sum of blocks mapped one by one is within 5 % of the area of the same accelerator mapped
// flat, from the loops of rtl/array; memories aside, for they are the same model in both.
void ExpectNearFlat(const HwConfig& hw);

}  // namespace itg
