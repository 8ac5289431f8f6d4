// SPDX-License-Identifier: Apache-2.0
#include "sw/float/float_session.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "model/ops/initial_weights.h"
#include "sw/float/loss.h"
#include "sw/lower/lower.h"
#include "sw/lower/start_weights.h"
#include "sw/nn/network_file.h"

namespace itg {
namespace {

std::vector<float> Values(const Tensor& tensor) {
  std::vector<float> values;
  for (int64_t i = 0; i < tensor.size(); ++i) {
    values.push_back(std::ldexp(static_cast<float>(tensor.Get(i)), tensor.exponent()));
  }
  return values;
}

}  // namespace

FloatWeights FloatStartWeights(const Network& network, const Numbers& numbers, uint32_t seed) {
  std::vector<Tensor> stored;
  if (!network.weights.empty()) stored = StartWeights(network, numbers, seed);
  FloatWeights weights(network.layers.size());
  size_t next = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Layer& layer = network.layers[i];
    if (!layer.has_weights()) continue;
    weights[i] = stored.empty() ? XavierWeights(layer.weight, seed,
                                                TensorId(static_cast<int64_t>(i), Role::kWeight))
                                : Values(stored[next++]);
  }
  return weights;
}

FloatSession::FloatSession(const TrainConfig& config, const Dataset& data)
    : config_(config),
      data_(data),
      network_(ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes)),
      batches_(data, config.data.augment, config.batch, config.seed),
      weights_(FloatStartWeights(network_, config.numbers, config.seed)),
      gradients_(weights_),
      training_(network_, config.batch) {
  if (steps_per_epoch() == 0) {
    throw Error(config.source + ": batch = " + std::to_string(config.batch) + ": more than the " +
                std::to_string(data.train.count) + " training images");
  }
}

void FloatSession::BeginEpoch() {
  ++epoch_;
  batches_.Begin(static_cast<uint32_t>(epoch_));
}

Score FloatSession::Step() {
  const FloatStep step = {config_.seed, step_++};
  batches_.Next(training_.images(), training_.labels());
  training_.Forward(weights_, &step);
  training_.Backward(weights_, &gradients_);
  if (watcher_) watcher_(&training_, weights_);
  const float rate = static_cast<float>(learning_rate());
  for (size_t layer = 0; layer < weights_.size(); ++layer) {
    float* const weight = weights_[layer].data();
    const float* const gradient = gradients_[layer].data();
    const int64_t count = static_cast<int64_t>(weights_[layer].size());
#pragma omp parallel for simd
    for (int64_t i = 0; i < count; ++i) weight[i] -= rate * gradient[i];
  }
  return ScoreLogits(training_.logits(), training_.labels(), training_.batch(),
                     training_.classes());
}

Score FloatSession::Evaluate(const ImageSet& images) {
  Score total;
  for (int64_t first = 0; first < images.count; first += config_.batch) {
    FloatPass* const pass = EvaluationPass(std::min(config_.batch, images.count - first));
    batches_.Load(images, first, pass->batch(), pass->images(), pass->labels());
    pass->Forward(weights_, nullptr);
    total += ScoreLogits(pass->logits(), pass->labels(), pass->batch(), pass->classes());
  }
  return total;
}

// No sample of a batch depends on another, so any size will do: that of the training, whose memory
// there is.
FloatPass* FloatSession::EvaluationPass(int64_t batch) {
  if (batch == training_.batch()) return &training_;
  if (!remainder_ || remainder_->batch() != batch) remainder_.emplace(network_, batch);
  return &*remainder_;
}

}  // namespace itg
