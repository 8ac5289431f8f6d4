// SPDX-License-Identifier: Apache-2.0
//
// Where two tensors part.

#pragma once

#include <cstdint>
#include <string>

#include "model/tensor/tensor.h"

namespace itg {

struct TensorDifference {
  bool shapes = false;     // the shapes differ: nothing else was compared
  bool exponents = false;  // the shared exponents differ
  int64_t elements = 0;    // elements that differ
  int64_t first = -1;      // row-major index of the first of them
  int64_t largest = 0;     // largest |a - b|

  bool any() const { return shapes || exponents || elements > 0; }
};

// Compares values; the storage types may differ.
TensorDifference Compare(const Tensor& a, const Tensor& b);

// One line: "3 of 640 elements, first at [0, 17]: 12, got 13, largest difference 2".
// `a` is what was expected. Empty when nothing differs.
std::string Explain(const TensorDifference& difference, const Tensor& a, const Tensor& b);

}  // namespace itg
