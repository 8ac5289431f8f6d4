// SPDX-License-Identifier: Apache-2.0
//
// Whether a checkpoint is one of the training that a configuration describes.

#pragma once

#include <string>

#include "sw/checkpoint/checkpoint.h"
#include "sw/data/dataset.h"

namespace itg {

// SHA-256 over sizes, pixels and labels of both sets and their normalisation.
std::string DataDigest(const Dataset& data);

// Throws Error naming the first key that differs and both values. Keys that cannot change the
// result may differ: names of files (the images themselves are compared), how often something is
// written, and the schedule of epochs that have not begun, so a training can be made longer.
void CheckSameRun(const Checkpoint& checkpoint, const TrainConfig& config,
                  const std::string& data_digest, const RunMachine& machine);

}  // namespace itg
