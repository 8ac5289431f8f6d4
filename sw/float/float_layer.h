// SPDX-License-Identifier: Apache-2.0
//
// One layer in fp32 at one batch size; one layer kind a file, forward and backward side by side.
// Tensors are dense arrays in the layouts of NUMERICS.md section 1: NHWC or [N][features], weights
// [out][kh][kw][in] or [out][in].

#pragma once

#include <cstdint>
#include <memory>

#include "sw/nn/network.h"

namespace itg {

struct FloatOperands {
  const float* in = nullptr;
  const float* in2 = nullptr;  // an addition's shortcut
  const float* weight = nullptr;
  float* out = nullptr;
  const float* error = nullptr;  // with respect to the output
  float* in_error = nullptr;     // with respect to `in`; nullptr: not wanted
  float* gradient = nullptr;     // with respect to the weights, summed over the batch
  uint32_t key = 0;              // dropout: of its random bits
  bool training = false;         // dropout: else it is the identity
};

class FloatLayer {
 public:
  virtual ~FloatLayer() = default;
  // Reads in, in2, weight; writes out.
  virtual void Forward(const FloatOperands& x) = 0;
  // Of the batch of the last Forward, whose in, weight and out are still there: reads error; writes
  // in_error where it is wanted, and gradient where there are weights.
  virtual void Backward(const FloatOperands& x) = 0;
};

using MakeFloatLayer = std::unique_ptr<FloatLayer> (*)(const Layer& layer, int64_t batch);

std::unique_ptr<FloatLayer> MakeFloatLinear(const Layer& layer, int64_t batch);
std::unique_ptr<FloatLayer> MakeFloatConv(const Layer& layer, int64_t batch);
std::unique_ptr<FloatLayer> MakeFloatRelu(const Layer& layer, int64_t batch);
std::unique_ptr<FloatLayer> MakeFloatPool(const Layer& layer, int64_t batch);  // max and average
std::unique_ptr<FloatLayer> MakeFloatDropout(const Layer& layer, int64_t batch);
std::unique_ptr<FloatLayer> MakeFloatAdd(const Layer& layer, int64_t batch);

}  // namespace itg
