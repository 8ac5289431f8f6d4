// SPDX-License-Identifier: Apache-2.0
//
// A training session: network, data, weights and position, on any machine. It drives the machine
// step by step; who watches (progress, report, dump) looks between the steps.

#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "model/machine/machine.h"
#include "sw/data/dataset.h"
#include "sw/nn/network.h"
#include "sw/train/pass.h"
#include "sw/train/train_config.h"

namespace itg {

inline constexpr int64_t kEvaluationBatch = 256;  // NUMERICS.md section 4

class Session {
 public:
  // Keeps references to `config`, `data` and `machine`. Throws Error when the network does not suit
  // the data or the machine, or the training set has not one whole batch.
  Session(const TrainConfig& config, const Dataset& data, Machine* machine);

  const TrainConfig& config() const { return config_; }
  const Network& network() const { return network_; }
  const Dataset& data() const { return data_; }
  int64_t steps_per_epoch() const { return batches_.steps(); }
  int64_t steps_done() const { return step_; }
  int epoch() const { return epoch_; }  // counts from 0; -1 before the first BeginEpoch

  // Makes the training program current, with the session's weights, and shuffles the images.
  void BeginEpoch();
  // Trains one batch: LoadBatch, every command, and the score of the logits.
  Score Step();
  // Writes the next batch, so that commands can be executed one by one.
  void LoadBatch();
  // Takes the weights off the machine.
  void EndEpoch() { weights_ = training_.ReadWeights(); }

  // Forward over all images in batches of kEvaluationBatch, the remainder included. Not within an
  // epoch: another program becomes current.
  Score Evaluate(const ImageSet& images);

  // In layer order, master weights behind all others: at the start, then as of the last EndEpoch.
  const std::vector<Tensor>& weights() const { return weights_; }

  Runner& training() { return training_.runner(); }
  const Runner& training() const { return training_.runner(); }
  // One pass for whole batches and one for each size of a remainder.
  const std::deque<Pass>& evaluation() const { return evaluation_; }

 private:
  Program Lower(int64_t batch, bool training) const;
  Pass MakePass(int64_t batch, bool training) const;
  Pass* EvaluationPass(int64_t batch);

  const TrainConfig& config_;
  const Dataset& data_;
  Machine* machine_;
  Network network_;
  BatchLoader loader_;
  TrainingBatches batches_;
  LogitsScorer scorer_;
  Pass training_;
  std::deque<Pass> evaluation_;
  std::vector<Tensor> weights_;
  std::vector<int32_t> in_order_;  // 0, 1, 2, ...: evaluation does not shuffle
  int epoch_ = -1;
  int64_t step_ = 0;  // training steps begun since the start
};

}  // namespace itg
