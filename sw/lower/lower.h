// SPDX-License-Identifier: Apache-2.0
//
// Lowering: network + batch -> Program, one layer kind a file. The program knows no hardware.
//
// Names of the buffers, the same fused and unfused (a fused command leaves out what it keeps
// inside, so the fused buffers are a subset of the unfused ones):
//
//   input, labels                            the batch
//   <layer>.activation                       output of the layer
//   <layer>.error                            error with respect to that output
//   <layer>.mask                             ReLU: where the input was > 0
//   <linear>.weight, <linear>.gradient       before/after the step; the rounded weight gradient
//   <linear>.accumulator                     unfused: sums of the forward product
//   <linear>.error_accumulator               unfused: sums of the error product
//   <linear>.gradient_accumulator            unfused: sums of the gradient product
//   loss.accumulator, loss.error             cross-entropy before and after its last rounding
//   input.error                              only when asked for
//
// fc1 -> relu1 -> fc2: forward writes relu1.activation and relu1.mask; backward, from the last
// layer: loss.error; then per linear layer its input error first and its update second, so that all
// three products use the weights from before the update.

#pragma once

#include <cstdint>

#include "model/program/program.h"
#include "sw/nn/network.h"
#include "sw/nn/numbers.h"

namespace itg {

struct LowerOptions {
  int64_t batch = 0;
  bool fused = true;
  bool input_error = false;  // also compute the error of the first layer's input
  uint32_t seed = 0;
};

// One training step: forward, loss, error, gradient, update.
Program LowerTraining(const Network& network, const Numbers& numbers, const LowerOptions& options);

// Forward only: the activations of the last layer are the logits.
Program LowerEvaluation(const Network& network, const Numbers& numbers,
                        const LowerOptions& options);

// Number of the tensor with `role` of layer `layer` in the network: keys the random bits. The same
// for every hardware configuration, fused or not. The loss counts as the layer after the last.
constexpr uint32_t TensorId(int64_t layer, Role role) {
  return static_cast<uint32_t>(8 * layer + static_cast<int64_t>(role));
}

// "fc1.weight"
std::string BufferName(const Layer& layer, Role role);

}  // namespace itg
