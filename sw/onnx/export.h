// SPDX-License-Identifier: Apache-2.0
//
// Trained networks as ONNX, for other tools. docs/onnx.md says what their results mean.

#pragma once

#include <string>
#include <vector>

#include "model/tensor/tensor.h"
#include "sw/nn/network.h"

namespace itg {

// Bytes of a model whose weights are the integers of `weights` (one tensor a layer with weights, in
// layer order): initialisers of int8, or int32 where they do not fit, and a DequantizeLinear by
// 2^exponent each. Activations are floats; images are [N][channels][height][width], as ONNX has
// them. Throws Error when a weight's exponent is beyond what a float holds.
std::string ExportOnnx(const Network& network, const std::vector<Tensor>& weights);

}  // namespace itg
