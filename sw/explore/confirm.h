// SPDX-License-Identifier: Apache-2.0
//
// The first steps of a point's training on the RTL itself, in lockstep with the golden model; the
// cycles of every command beside the predicted ones.

#pragma once

#include "sim/config/json.h"
#include "sim/hw/hw_config.h"
#include "sw/data/dataset.h"
#include "sw/train/train_config.h"

namespace itg {

// {"commands", "elements", "mismatches", "cycle_difference"}, of a mismatch "difference" too: the
// report of the first one, where the comparison ends. cycle_difference sums |RTL - predicted| over
// the commands.
nlohmann::ordered_json ConfirmPoint(const TrainConfig& config, const Dataset& data,
                                    const HwConfig& hw, int64_t steps);

}  // namespace itg
