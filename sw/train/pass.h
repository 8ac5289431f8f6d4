// SPDX-License-Identifier: Apache-2.0
//
// A Program that reads a batch and computes logits (a training step or an evaluation) on a machine:
// batch in, score out. The host's work per batch is this file's; it looks nothing up by name.

#pragma once

#include <string>
#include <vector>

#include "sw/train/batch_loader.h"
#include "sw/train/metrics.h"
#include "sw/train/runner.h"
#include "sw/train/training_batches.h"

namespace itg {

class Pass {
 public:
  // `logits` is the name of the buffer to score.
  Pass(Machine* machine, Program program, const std::string& logits);

  int64_t batch() const { return labels_.size(); }
  // Makes the program current with `weights`, in layer order, and, where the program trains, the
  // master weights behind them.
  void Load(const std::vector<Tensor>& weights);
  std::vector<Tensor> ReadWeights();
  // Their buffers, in the same order.
  const std::vector<BufferId>& weights() const { return weight_ids_; }
  // Writes the images `indices[0 .. batch-1]` and, where the program has a loss, their labels.
  void Fill(const ImageSet& images, const int32_t* indices, BatchLoader* loader);
  // Writes the next training batch.
  void Fill(TrainingBatches* batches);
  Score Logits(LogitsScorer* scorer);

  Runner& runner() { return runner_; }
  const Runner& runner() const { return runner_; }

 private:
  void WriteBatch();

  Runner runner_;
  BufferId input_id_;
  BufferId labels_id_;  // kNoBuffer: the program has no loss
  BufferId logits_id_;
  std::vector<BufferId> weight_ids_;
  Tensor input_;
  Tensor labels_;
};

}  // namespace itg
