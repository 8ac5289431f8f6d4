// SPDX-License-Identifier: Apache-2.0
//
// Trainings in floating point: instead of an integer training, or as its twin.

#pragma once

#include "sim/config/json.h"
#include "sw/cli/train_run.h"

namespace itg {

// Whether the configuration that --config names is one of a training in floating point.
bool AsksForFloat(const TrainOptions& options);

// Trains it; writes the report and prints it. Throws Error for options that only make sense with a
// machine or a checkpoint. Returns the exit code.
int TrainInFloat(const TrainOptions& options);

// The same training in fp32 beside a finished integer one: adds what it reached to `report`.
// Returns false when it was interrupted.
bool TrainFloatTwin(const TrainConfig& config, const Dataset& data, nlohmann::ordered_json* report);

}  // namespace itg
