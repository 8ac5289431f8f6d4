// SPDX-License-Identifier: Apache-2.0
//
// An operand of a product.

#pragma once

#include "model/tensor/tensor.h"

namespace itg {

// A narrow tensor and the width that bounds its elements.
struct Narrow {
  const Tensor& tensor;
  int bits;
};

}  // namespace itg
