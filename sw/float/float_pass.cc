// SPDX-License-Identifier: Apache-2.0
#include "sw/float/float_pass.h"

#include <algorithm>

#include "model/arith/random.h"
#include "sw/float/loss.h"
#include "sw/lower/lower.h"

namespace itg {
namespace {

// In the order of LayerKind.
constexpr MakeFloatLayer kMake[kLayerKindCount] = {
    MakeFloatLinear, MakeFloatRelu,    MakeFloatConv, MakeFloatPool,
    MakeFloatPool,   MakeFloatDropout, MakeFloatAdd,
};

// How many layers read each layer's output.
std::vector<int> ReaderCounts(const Network& network) {
  std::vector<int> counts(network.layers.size(), 0);
  for (const Layer& layer : network.layers) {
    for (const int64_t from : {layer.from, layer.from2}) {
      if (from >= 0) ++counts[static_cast<size_t>(from)];
    }
  }
  return counts;
}

}  // namespace

FloatPass::FloatPass(const Network& network, int64_t batch)
    : network_(network),
      batch_(batch),
      needs_error_(NeedsError(network)),
      labels_(static_cast<size_t>(batch)) {
  for (const Layer& layer : network.layers) {
    layers_.push_back(kMake[static_cast<size_t>(layer.kind)](layer, batch));
  }
  ShareStorage();
}

// A ReLU works in place where it alone reads its input: half the memory of most networks.
void FloatPass::ShareStorage() {
  const std::vector<int> readers = ReaderCounts(network_);
  for (int64_t tensor = kImages; tensor <= last(); ++tensor) {
    const bool in_place = tensor >= 0 && layer(tensor).kind == LayerKind::kRelu &&
                          readers[static_cast<size_t>(layer(tensor).from)] == 1;
    if (in_place) {
      storage_.push_back(StorageOf(layer(tensor).from));
      continue;
    }
    const Shape& sample = tensor < 0 ? network_.image : layer(tensor).out;
    storage_.push_back(outputs_.size());
    outputs_.emplace_back(static_cast<size_t>(batch_ * ElementCount(sample)));
  }
}

FloatOperands FloatPass::OperandsOf(int64_t index, const FloatWeights& weights) {
  FloatOperands operands;
  operands.in = Output(layer(index).from);
  if (layer(index).from2 != kNoLayer) operands.in2 = Output(layer(index).from2);
  operands.weight = weights[static_cast<size_t>(index)].data();
  operands.out = Output(index);
  return operands;
}

FloatOperands FloatPass::Operands(int64_t index, const FloatWeights& weights) {
  FloatOperands operands = OperandsOf(index, weights);
  operands.error = Error(index);
  return operands;
}

void FloatPass::Forward(const FloatWeights& weights, const FloatStep* training) {
  for (int64_t index = 0; index <= last(); ++index) {
    FloatOperands operands = OperandsOf(index, weights);
    operands.training = training != nullptr;
    if (operands.training) {
      operands.key = TensorKey(training->seed, training->step, TensorId(index, Role::kActivation));
    }
    layers_[static_cast<size_t>(index)]->Forward(operands);
  }
}

void FloatPass::Backward(const FloatWeights& weights, FloatWeights* gradients) {
  if (errors_.empty()) {
    size_t largest = 0;
    for (const std::vector<float>& output : outputs_) {
      errors_.emplace_back(output.size());
      largest = std::max(largest, output.size());
    }
    part_.resize(largest);
  }
  has_error_.assign(network_.layers.size(), false);
  LossError(logits(), labels(), batch_, classes(), Error(last()));
  for (int64_t index = last(); index >= 0; --index) {
    if (!needs_error_[static_cast<size_t>(index)]) continue;
    FloatOperands operands = OperandsOf(index, weights);
    operands.error = Error(index);
    operands.gradient = (*gradients)[static_cast<size_t>(index)].data();
    Backward(index, operands);
  }
}

void FloatPass::Backward(int64_t index, FloatOperands operands) {
  const int64_t from = layer(index).from;
  const bool wanted = from >= 0 && needs_error_[static_cast<size_t>(from)];
  const bool first = wanted && !has_error_[static_cast<size_t>(from)];
  if (wanted) operands.in_error = first ? Error(from) : part_.data();
  layers_[static_cast<size_t>(index)]->Backward(operands);
  if (wanted) HandBack(from, operands.in_error);
  if (layer(index).from2 != kNoLayer) HandBack(layer(index).from2, operands.error);
}

// The readers of a tensor each hand back a part of its error, and the sum is its error.
void FloatPass::HandBack(int64_t tensor, const float* part) {
  if (tensor < 0 || !needs_error_[static_cast<size_t>(tensor)]) return;
  float* const error = Error(tensor);
  const int64_t elements = batch_ * ElementCount(layer(tensor).out);
  if (has_error_[static_cast<size_t>(tensor)]) {
#pragma omp parallel for simd
    for (int64_t i = 0; i < elements; ++i) error[i] += part[i];
  } else if (part != error) {
    std::copy_n(part, elements, error);
  }
  has_error_[static_cast<size_t>(tensor)] = true;
}

}  // namespace itg
