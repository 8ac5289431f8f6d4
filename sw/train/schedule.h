// SPDX-License-Identifier: Apache-2.0
//
// Schedules over the epochs. A key has one value for all epochs, a list with one entry an epoch, or
// steps [{"epoch": 1, "mu": 5}, {"epoch": 100, "mu": 4}], each valid from its epoch (counted from
// 1) on; steps after the last epoch are for longer trainings. Both functions return one entry an
// epoch and throw Error.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/json_object.h"

namespace itg {

inline constexpr int64_t kMaxEpochs = 100000;

// Key "mu" of `object`: the gradient bit width, the learning rate of an integer training.
std::vector<int> ParseMu(const JsonObject& object, const std::string& source, int epochs,
                         int gradient_bits);

// Key "learning_rate" of `object`, for the training in floating point.
std::vector<double> ParseLearningRate(const JsonObject& object, const std::string& source,
                                      int epochs);

}  // namespace itg
