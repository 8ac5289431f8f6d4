// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "model/arith/bits.h"
#include "model/arith/ceil_log2.h"
#include "model/program/program.h"
#include "sw/onnx/import.h"

namespace itg {

Tensor QuantiseWeights(const FloatWeights& weights, int bits) {
  double largest = 0;
  for (const double w : weights.values) largest = std::max(largest, std::abs(w));
  Tensor tensor(weights.shape, StorageFor(bits));
  tensor.set_exponent((largest > 0 ? CeilLog2(largest) : 0) - (bits - 1));
  if (largest == 0) return tensor;
  const double max = static_cast<double>(MaxMagnitude(bits));
  for (int64_t i = 0; i < tensor.size(); ++i) {
    tensor.Set(i, std::llround(weights.values[static_cast<size_t>(i)] / largest * max));
  }
  return tensor;
}

Npz QuantisedWeights(const ImportedNetwork& imported, int bits) {
  Npz npz;
  for (const FloatWeights& weights : imported.weights) {
    npz.Add(weights.layer + "." + Name(Role::kWeight), QuantiseWeights(weights, bits));
  }
  return npz;
}

}  // namespace itg
