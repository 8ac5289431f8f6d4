// SPDX-License-Identifier: Apache-2.0
//
// Operands of a training in floating point as an output-stationary array of 2 x 2 cells would get
// them: rows of activations or errors, columns of weights or activations, term after term.

#pragma once

#include <cstdint>
#include <vector>

#include "sim/power/fp32_array_energy.h"
#include "sw/float/float_pass.h"

namespace itg {

class FloatOperandSampler {
 public:
  struct Product;

  // Of `steps` training steps; each gives its share of the 64 streams of a phase.
  explicit FloatOperandSampler(int64_t steps) : steps_(steps) {}

  // After the Backward of a step, with the weights of its Forward. Layers are drawn by their
  // multiplications, places in their products evenly; the choice is the same in every run.
  void Take(const Network& network, FloatPass* pass, const FloatWeights& weights);

  const Fp32Streams& streams() const { return streams_; }

 private:
  uint64_t Draw(uint64_t below);
  Fp32Stream DrawStream(const std::vector<Product>& products, uint64_t macs);

  int64_t steps_;
  int64_t step_ = 0;
  uint64_t random_ = 1;
  Fp32Streams streams_;
};

}  // namespace itg
