// SPDX-License-Identifier: Apache-2.0
//
// Tensors for tests: from a list of values, or random with the corner values crossed in.

#pragma once

#include <initializer_list>
#include <random>
#include <vector>

#include "model/arith/bits.h"
#include "model/arith/round.h"
#include "model/tensor/tensor.h"

namespace itg {

inline Tensor TensorOf(const std::vector<int64_t>& values, ElementType type, int exponent = 0,
                       Shape shape = {}) {
  if (shape.empty()) shape = {static_cast<int64_t>(values.size())};
  Tensor tensor(shape, type);
  for (size_t i = 0; i < values.size(); ++i) tensor.Set(static_cast<int64_t>(i), values[i]);
  tensor.set_exponent(exponent);
  return tensor;
}

inline Tensor Int8(const std::vector<int64_t>& values, int exponent = 0, Shape shape = {}) {
  return TensorOf(values, ElementType::kInt8, exponent, std::move(shape));
}

inline Tensor Int32(const std::vector<int64_t>& values, int exponent = 0, Shape shape = {}) {
  return TensorOf(values, ElementType::kInt32, exponent, std::move(shape));
}

inline std::vector<int64_t> Values(const Tensor& tensor) {
  std::vector<int64_t> values;
  for (int64_t i = 0; i < tensor.size(); ++i) values.push_back(tensor.Get(i));
  return values;
}

// 0, +-1, +-(2^k - 1), +-2^k, +-(2^k + 1) as far as they fit `bits`, and the most negative value.
inline std::vector<int64_t> Corners(int bits) {
  std::vector<int64_t> corners = {0};
  for (int k = 0; k < bits; ++k) {
    for (const int64_t near : {-1, 0, 1}) {
      const int64_t value = (int64_t{1} << k) + near;
      if (Fits(value, bits)) corners.push_back(value);
      if (Fits(-value, bits)) corners.push_back(-value);
    }
  }
  return corners;
}

using Engine = std::mt19937_64;

inline int64_t Uniform(Engine* engine, int64_t low, int64_t high) {
  return std::uniform_int_distribution<int64_t>(low, high)(*engine);
}

// Any value of `bits` bits with a magnitude of any length, so that small ones are not rare.
inline int64_t AnyLength(Engine* engine, int bits) {
  return Wrap(static_cast<int64_t>((*engine)()), static_cast<int>(Uniform(engine, 1, bits)));
}

// Narrow elements, one in eight of them extreme.
inline Tensor RandomNarrow(Engine* engine, const Shape& shape, int bits) {
  Tensor tensor(shape, StorageFor(bits));
  const int64_t max = MaxMagnitude(bits);
  for (int64_t i = 0; i < tensor.size(); ++i) {
    const int64_t corner = Uniform(engine, 0, 23);
    const int64_t value = corner == 0   ? max
                          : corner == 1 ? -max
                          : corner == 2 ? 0
                                        : Uniform(engine, -max, max);
    tensor.Set(i, value);
  }
  tensor.set_exponent(static_cast<int>(Uniform(engine, -12, 3)));
  return tensor;
}

}  // namespace itg
