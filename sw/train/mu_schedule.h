// SPDX-License-Identifier: Apache-2.0
//
// The learning rate schedule: the gradient bit width mu of every epoch.

#pragma once

#include <vector>

#include "sw/config/json_object.h"

namespace itg {

// Key "mu" of `object`: one number for all epochs, a list with one entry an epoch, or steps
// [{"epoch": 1, "mu": 5}, {"epoch": 100, "mu": 4}], each valid from its epoch (counted from 1) on.
// Returns one entry an epoch. Throws Error.
std::vector<int> ParseMu(const JsonObject& object, const std::string& source, int epochs,
                         int gradient_bits);

}  // namespace itg
