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

// The processes that share a training: each trains its shard of every batch and evaluates whole
// batches in turn.
struct Team {
  Reducer* reducer = nullptr;    // nullptr: this process is alone
  Machine* evaluator = nullptr;  // a machine with an identity reducer; nullptr: the training's
};

// Whether the output of `command` is one of this process's samples, not of the whole batch.
bool HoldsSamples(const Program& program, const Command& command);

class Session {
 public:
  // Keeps references to `config`, `data` and the machines. Throws Error when the network does not
  // suit the data or the machine, the training set has not one whole batch, or the processes of
  // `team` cannot share a batch evenly.
  Session(const TrainConfig& config, const Dataset& data, Machine* machine, const Team& team = {});

  const TrainConfig& config() const { return config_; }
  const Network& network() const { return network_; }
  const Dataset& data() const { return data_; }
  int64_t steps_per_epoch() const { return batches_.steps(); }
  int64_t steps_done() const { return step_; }
  int epoch() const { return epoch_; }  // counts from 0; -1 before the first BeginEpoch

  // Goes on where another session stopped: after `steps` steps and `epochs` whole epochs, with the
  // weights of that moment. BeginEpoch then continues the epoch that runs.
  void Resume(int epochs, int64_t steps, std::vector<Tensor> weights);

  // Makes the training program current, with the session's weights, and shuffles the images.
  void BeginEpoch();
  // Trains one batch: LoadBatch, every command, and the score of this process's logits.
  Score Step();
  // Writes the next batch, so that commands can be executed one by one.
  void LoadBatch();
  // Takes the weights off the machine; the epoch may go on.
  void TakeWeights() { weights_ = training_.ReadWeights(); }
  // Moves what all processes counted to the first one. Called by all together.
  void GatherStats();

  // Forward over all images in batches of kEvaluationBatch, the remainder included. Not within an
  // epoch: another program becomes current. The score of all processes.
  Score Evaluate(const ImageSet& images);

  // In layer order, master weights behind all others: at the start, then as of the last
  // TakeWeights.
  const std::vector<Tensor>& weights() const { return weights_; }

  Reducer* reducer() { return team_.reducer; }
  bool first() const { return team_.reducer->shard() == 0; }  // of the processes
  int shards() const { return team_.reducer->shards(); }

  Runner& training() { return training_.runner(); }
  const Runner& training() const { return training_.runner(); }
  const Pass& training_pass() const { return training_; }
  // The training step in its parts, for the whole batch.
  Program UnfusedTraining() const;
  // One pass for whole batches and one for each size of a remainder.
  const std::deque<Pass>& evaluation() const { return evaluation_; }
  Pass* EvaluationPass(int64_t batch);

 private:
  Team Complete(Team team);
  Program Lower(int64_t batch, bool training, bool fused) const;
  Pass MakePass(Machine* machine, int64_t batch, bool training) const;

  const TrainConfig& config_;
  const Dataset& data_;
  Machine* machine_;
  Reducer alone_;
  Team team_;
  Network network_;
  BatchLoader loader_;
  TrainingBatches batches_;
  BatchLoader evaluation_loader_;  // of whole batches
  LogitsScorer scorer_;
  Pass training_;
  std::deque<Pass> evaluation_;
  std::vector<Tensor> weights_;
  std::vector<int32_t> in_order_;  // 0, 1, 2, ...: evaluation does not shuffle
  int epoch_ = -1;
  int64_t step_ = 0;  // training steps begun since the start
};

}  // namespace itg
