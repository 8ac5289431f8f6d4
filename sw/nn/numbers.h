// SPDX-License-Identifier: Apache-2.0
//
// The number formats of a training run: width per role, accumulator width, rounding per role.

#pragma once

#include "model/arith/round.h"

namespace itg {

// Width of gradients that a 16-bit master weight takes, unless another is given.
inline constexpr int kMasterGradientBits = 16;

struct Numbers {
  int activation_bits = 8;
  int weight_bits = 8;
  int error_bits = 8;
  int gradient_bits = 8;
  int acc_bits = 32;
  bool master = false;  // weights are accumulated in 16 bits
  Rounding activation = Rounding::kNearest;
  Rounding error = Rounding::kNearest;
  Rounding gradient = Rounding::kPseudoStochastic;
  Rounding loss = Rounding::kPseudoStochastic;
};

}  // namespace itg
