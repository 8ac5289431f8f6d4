// SPDX-License-Identifier: Apache-2.0
//
// One training of a point: what it reached, epoch by epoch, and the value ranges of its tensors.
// The golden model trains: hardware changes cycles, never bits.

#pragma once

#include "sim/config/json.h"
#include "sw/data/dataset.h"
#include "sw/train/train_config.h"

namespace itg {

// {"seed", "accuracy", "digest", "epochs": [{"epoch", "loss", "train_accuracy", "test_accuracy"}],
// "ranges": [{"layer", "tensor", "role", "bits", "used_bits", "saturation"}]}; accuracies in
// percent. The ranges are those of `range_steps` steps spread over the last epoch; 0: none.
nlohmann::ordered_json TrainPoint(const TrainConfig& config, const Dataset& data,
                                  int64_t range_steps);

}  // namespace itg
