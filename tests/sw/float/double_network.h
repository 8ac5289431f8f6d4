// SPDX-License-Identifier: Apache-2.0
//
// A second, deliberately dumb implementation of a network's forward pass and loss, in double: one
// loop an index, no library. What fp32 gradients are checked against by central differences.

#pragma once

#include <cstdint>
#include <vector>

#include "sw/float/float_pass.h"

namespace itg {

using DoubleWeights = std::vector<std::vector<double>>;

// Mean natural-log cross-entropy of a batch [labels.size()][image]. `training` as in FloatPass.
double DoubleLoss(const Network& network, const DoubleWeights& weights,
                  const std::vector<float>& images, const std::vector<int32_t>& labels,
                  const FloatStep* training);

}  // namespace itg
