// SPDX-License-Identifier: Apache-2.0
//
// The weights a training starts from, in layer order: drawn (model/ops/initial_weights.h), or those
// of the network's own file.

#pragma once

#include <cstdint>
#include <vector>

#include "model/tensor/tensor.h"
#include "sw/nn/network.h"

namespace itg {

// One tensor a layer with weights, in layer order: the order of the buffers of role kWeight. Throws
// Error naming the network's file of weights when that lacks one, or one has another shape or
// elements that the layer's width does not hold.
std::vector<Tensor> StartWeights(const Network& network, const Numbers& numbers, uint32_t seed);

// The 16-bit masters of the layers that have one, in layer order: v * 2^(16-W) with the exponent
// lowered as much, for narrow `weights` in layer order (NUMERICS.md section 4).
std::vector<Tensor> StartMasters(const Network& network, const Numbers& numbers,
                                 const std::vector<Tensor>& weights);

// What a training program's machine is given: the weights, then the masters.
std::vector<Tensor> StartState(const Network& network, const Numbers& numbers, uint32_t seed);

}  // namespace itg
