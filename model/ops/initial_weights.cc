// SPDX-License-Identifier: Apache-2.0
//
// Weights at start.

#include "model/ops/initial_weights.h"

#include <algorithm>
#include <cmath>

#include "model/arith/bits.h"
#include "model/arith/ceil_log2.h"
#include "model/arith/random.h"
#include "model/arith/round.h"

namespace itg {
namespace {

int64_t Draw(uint32_t key, int64_t index) {
  const int64_t word = RandomWord(key, static_cast<uint64_t>(index));
  return 2 * word + 1 - (int64_t{1} << 32);
}

// sqrt(6 / (fan_in + fan_out)).
double XavierLimit(const Shape& shape) {
  int64_t positions = 1;
  for (size_t d = 1; d + 1 < shape.size(); ++d) positions *= shape[d];
  return std::sqrt(6.0 / static_cast<double>((shape.front() + shape.back()) * positions));
}

}  // namespace

Tensor InitialWeights(const Shape& shape, int bits, uint32_t seed, uint32_t tensor_id) {
  assert(shape.size() >= 2);
  const uint32_t key = TensorKey(seed, 0, tensor_id);
  Tensor weights(shape, StorageFor(bits));
  int64_t largest = 1;
  for (int64_t i = 0; i < weights.size(); ++i) {
    largest = std::max(largest, std::abs(Draw(key, i)));
  }
  const int64_t max = MaxMagnitude(bits);
  for (int64_t i = 0; i < weights.size(); ++i) {
    const int64_t t = Draw(key, i);
    const int64_t magnitude = (2 * std::abs(t) * max + largest) / (2 * largest);
    weights.Set(i, t < 0 ? -magnitude : magnitude);
  }
  const double largest_weight = std::ldexp(static_cast<double>(largest), -32) * XavierLimit(shape);
  weights.set_exponent(CeilLog2(largest_weight) - (bits - 1));
  return weights;
}

std::vector<float> XavierWeights(const Shape& shape, uint32_t seed, uint32_t tensor_id) {
  const uint32_t key = TensorKey(seed, 0, tensor_id);
  const double scale = std::ldexp(XavierLimit(shape), -32);
  std::vector<float> weights(static_cast<size_t>(ElementCount(shape)));
  for (size_t i = 0; i < weights.size(); ++i) {
    const int64_t t = Draw(key, static_cast<int64_t>(i));
    weights[i] = static_cast<float>(static_cast<double>(t) * scale);
  }
  return weights;
}

}  // namespace itg
