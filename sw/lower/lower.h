// SPDX-License-Identifier: Apache-2.0
//
// Lowering: network + batch -> Program, one layer kind a file. The program knows no hardware.
// sw/README.md describes the order of the commands and what is fused.
//
// Names of the buffers, the same fused and unfused (fused commands leave out what they keep
// inside):
//
//   input, labels                            the batch
//   <layer>.activation                       output of the layer
//   <layer>.error                            error with respect to that output; an addition hands
//                                            its own on, so what only an addition reads has none
//   <relu>.mask                              where the input was > 0
//   <pool>.index                             max-pool: position of the winner in its window
//   <product>.weight, <product>.gradient     before/after the step; the rounded weight gradient
//   <product>.master                         16-bit weight accumulation: the master weights
//   <layer>.accumulator                      unfused: sums of the forward product, pool, addition
//   <layer>.error_accumulator                unfused: sums of the error handed back
//   <product>.gradient_accumulator           unfused: sums of the gradient product
//   loss.accumulator, loss.error             cross-entropy before and after its last rounding
//   input.error                              only when asked for
//
// Where several layers read a tensor, each hands back <reader>.input_error (an addition its own
// error), and they are added in pairs, the last reader first: <reader>.error_sum is the sum after
// the reader's part, <reader>.sum_accumulator the same unrounded; the last sum is <layer>.error.
//
// Fused only: a product with ReLU and pool keeps <pool>.mask (1 where the pooled value is > 0), and
// <pool>.masked_error is the error of the pool where that is set.

#pragma once

#include <cstdint>

#include "model/program/program.h"
#include "sw/nn/network.h"
#include "sw/nn/numbers.h"

namespace itg {

struct LowerOptions {
  int64_t batch = 0;
  bool fused = true;
  bool input_error = false;  // also compute the error of the images
  uint32_t seed = 0;
};

// One training step: forward, loss, error, gradient, update.
Program LowerTraining(const Network& network, const Numbers& numbers, const LowerOptions& options);

// Forward only: the activations of the last layer are the logits. Dropout is the identity.
Program LowerEvaluation(const Network& network, const Numbers& numbers,
                        const LowerOptions& options);

// Number of the tensor with `role` of layer `layer` in the network: keys the random bits. The same
// for every hardware configuration, fused or not. The loss counts as the layer after the last, the
// images as the one after that. A dropout's bits are those of its activation. The roles that are
// never rounded lend their numbers to the two other errors of a layer: kAccumulator to its part of
// a shared error (.input_error), kMask to the sum of such parts (.error_sum).
constexpr uint32_t TensorId(int64_t layer, Role role) {
  return static_cast<uint32_t>(8 * layer + static_cast<int64_t>(role));
}

// "fc1.weight"
std::string BufferName(const Layer& layer, Role role);

}  // namespace itg
