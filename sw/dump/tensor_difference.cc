// SPDX-License-Identifier: Apache-2.0
#include "sw/dump/tensor_difference.h"

#include <algorithm>
#include <cstdlib>

#include "sim/lockstep/explain.h"

namespace itg {

TensorDifference Compare(const Tensor& a, const Tensor& b) {
  TensorDifference difference;
  difference.shapes = a.shape() != b.shape();
  if (difference.shapes) return difference;
  difference.exponents = a.exponent() != b.exponent();
  for (int64_t i = 0; i < a.size(); ++i) {
    const int64_t distance = std::abs(a.Get(i) - b.Get(i));
    if (distance == 0) continue;
    if (difference.elements == 0) difference.first = i;
    ++difference.elements;
    difference.largest = std::max(difference.largest, distance);
  }
  return difference;
}

std::string Explain(const TensorDifference& difference, const Tensor& a, const Tensor& b) {
  if (difference.shapes) return "shape " + ToString(a.shape()) + ", got " + ToString(b.shape());
  std::string text;
  if (difference.exponents) {
    text = "exponent " + std::to_string(a.exponent()) + ", got " + std::to_string(b.exponent());
  }
  if (difference.elements == 0) return text;
  if (!text.empty()) text += "; ";
  return text + std::to_string(difference.elements) + " of " + std::to_string(a.size()) +
         " elements, first at " + Coordinates(a.shape(), difference.first) + ": " +
         std::to_string(a.Get(difference.first)) + ", got " +
         std::to_string(b.Get(difference.first)) + ", largest difference " +
         std::to_string(difference.largest);
}

}  // namespace itg
