// SPDX-License-Identifier: Apache-2.0
//
// The number formats of a training run: width per role, accumulator width, rounding per role.

#pragma once

#include "model/arith/round.h"

namespace itg {

struct Numbers {
  int activation_bits = 8;
  int weight_bits = 8;
  int error_bits = 8;
  int gradient_bits = 8;
  int acc_bits = 32;
  Rounding activation = Rounding::kNearest;
  Rounding error = Rounding::kNearest;
  Rounding gradient = Rounding::kPseudoStochastic;
  Rounding loss = Rounding::kPseudoStochastic;
};

}  // namespace itg
