// SPDX-License-Identifier: Apache-2.0
//
// A training session in fp32 with plain SGD, the yardstick of an integer training (session.h): the
// same network, images, order and dropout; the same draws for the weights at start, as Xavier means
// them.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "sw/float/float_batches.h"
#include "sw/float/float_pass.h"
#include "sw/train/train.h"
#include "sw/train/train_config.h"

namespace itg {

class FloatSession {
 public:
  // Keeps references to `config` and `data`. Throws Error as Session does.
  FloatSession(const TrainConfig& config, const Dataset& data);
  FloatSession(const FloatSession&) = delete;
  FloatSession& operator=(const FloatSession&) = delete;

  const TrainConfig& config() const { return config_; }
  const Network& network() const { return network_; }
  const Dataset& data() const { return data_; }
  int64_t steps_per_epoch() const { return batches_.steps(); }
  int epoch() const { return epoch_; }  // counts from 0; -1 before the first BeginEpoch
  double learning_rate() const { return config_.learning_rate.at(static_cast<size_t>(epoch_)); }

  int shards() const { return 1; }  // processes that share it

  // Called in every step before the weights change, with those of its Forward.
  using Watcher = std::function<void(FloatPass* pass, const FloatWeights& weights)>;
  void Watch(Watcher watcher) { watcher_ = std::move(watcher); }

  void BeginEpoch();
  // Trains one batch: weight -= learning rate * gradient of the mean loss. The score before that.
  Score Step();
  Score Evaluate(const ImageSet& images);

  const FloatWeights& weights() const { return weights_; }

 private:
  FloatPass* EvaluationPass(int64_t batch);

  const TrainConfig& config_;
  const Dataset& data_;
  Network network_;
  FloatBatches batches_;
  FloatWeights weights_;
  FloatWeights gradients_;
  FloatPass training_;
  std::optional<FloatPass> remainder_;  // for the last images of an evaluation
  int epoch_ = -1;
  uint32_t step_ = 0;  // training steps begun since the start
  Watcher watcher_;
};

// Xavier-uniform weights from the draws of the integer network; those of the network's own file
// when it names one.
FloatWeights FloatStartWeights(const Network& network, const Numbers& numbers, uint32_t seed);

// Every epoch of the session, watched by `observer`.
TrainResult TrainFloat(FloatSession* session, TrainObserver* observer);

}  // namespace itg
