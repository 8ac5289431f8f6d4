// SPDX-License-Identifier: Apache-2.0
//
// What a training costs on a hardware configuration, without training: cycles, events and energy of
// every training step, as the cycle model predicts them. The evaluation is not counted.

#pragma once

#include "sim/config/json.h"
#include "sim/energy/energy.h"
#include "sim/hw/hw_config.h"
#include "sw/data/dataset.h"
#include "sw/train/train_config.h"

namespace itg {

// {"cycles", "energy_pj", "array_use", "epoch_cycles": [..], "epoch_energy_pj": [..], "layers":
// [{"layer", "command", "phase", "cycles", "terms", "macs", "bytes", "energy"}]}; the two lists
// have the sum up to the end of each epoch.
nlohmann::ordered_json PredictCosts(const TrainConfig& config, const Dataset& data,
                                    const HwConfig& hw, const EnergyTable& table);

}  // namespace itg
