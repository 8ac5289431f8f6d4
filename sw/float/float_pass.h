// SPDX-License-Identifier: Apache-2.0
//
// A network in fp32 at one batch size: forward, backward to the gradients of all weights. The
// weights are the caller's.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sw/float/float_layer.h"

namespace itg {

// One array a layer, empty where it has no weights.
using FloatWeights = std::vector<std::vector<float>>;

struct FloatStep {
  uint32_t seed = 0;
  uint32_t step = 0;  // since the start of the training
};

class FloatPass {
 public:
  // `network` must outlive it.
  FloatPass(const Network& network, int64_t batch);

  int64_t batch() const { return batch_; }
  int64_t classes() const { return network_.layers.back().out[0]; }
  float* images() { return Output(kImages); }  // [batch][height][width][channels], to be filled
  int32_t* labels() { return labels_.data(); }
  const float* logits() { return Output(last()); }  // [batch][classes]

  // Dropout keeps the columns of that training step of the integer network; in an evaluation
  // (nullptr) it is the identity.
  void Forward(const FloatWeights& weights, const FloatStep* training);
  // Writes the gradients of the mean loss of the batch of the last Forward, with its weights.
  void Backward(const FloatWeights& weights, FloatWeights* gradients);
  // Of layer `index` after that: in, weight, out and error.
  FloatOperands Operands(int64_t index, const FloatWeights& weights);

 private:
  const Layer& layer(int64_t index) const { return network_.layers[static_cast<size_t>(index)]; }
  int64_t last() const { return static_cast<int64_t>(network_.layers.size()) - 1; }
  size_t StorageOf(int64_t tensor) const { return storage_[static_cast<size_t>(tensor + 1)]; }
  float* Output(int64_t tensor) { return outputs_[StorageOf(tensor)].data(); }
  float* Error(int64_t tensor) { return errors_[StorageOf(tensor)].data(); }
  void ShareStorage();
  FloatOperands OperandsOf(int64_t index, const FloatWeights& weights);
  void Backward(int64_t index, FloatOperands operands);
  void HandBack(int64_t tensor, const float* part);

  const Network& network_;
  int64_t batch_;
  std::vector<std::unique_ptr<FloatLayer>> layers_;
  std::vector<size_t> storage_;  // of tensor i - 1: an entry of outputs_ and of errors_
  std::vector<std::vector<float>> outputs_;
  std::vector<std::vector<float>> errors_;  // none before the first Backward
  std::vector<float> part_;                 // of the error of a tensor that several layers read
  std::vector<bool> needs_error_;           // of each layer's output
  std::vector<bool> has_error_;             // likewise: some reader has handed its part back
  std::vector<int32_t> labels_;
};

}  // namespace itg
