// SPDX-License-Identifier: Apache-2.0
//
// What is reported of the logits: the mean natural-log cross-entropy of the dequantised last layer,
// in double, and the number of right answers. Reported only: nothing is computed from it.

#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

class Reducer;

// The loss is summed exactly, in units of 2^-52: neither the order of the samples nor the number of
// processes that share them can change it.
struct Score {
  int64_t loss_whole = 0;     // of the summed loss
  int64_t loss_fraction = 0;  // of it, in units of 2^-52, below 1
  int64_t correct = 0;        // the first largest logit is the label's
  int64_t samples = 0;

  // Adds one sample's loss, which counts at most 2^40.
  void AddLoss(double loss);
  Score& operator+=(const Score& other);
  bool operator==(const Score& other) const;
  double loss() const;
  double mean_loss() const { return samples == 0 ? 0.0 : loss() / static_cast<double>(samples); }
  double accuracy() const {
    return samples == 0 ? 0.0 : static_cast<double>(correct) / static_cast<double>(samples);
  }
};

// Makes `score` that of all processes. Called by all together.
void Share(Reducer* reducer, Score* score);

// Logits are integers, so the exponentials of their differences are a table per exponent.
class LogitsScorer {
 public:
  // `logits` [N][C], `labels` [N] int32.
  Score operator()(const Tensor& logits, const Tensor& labels);

 private:
  // exp(-d * 2^exponent) for d = 0 .. size-1; entries of a known exponent are kept.
  const std::vector<double>& Exponentials(int exponent, size_t size);

  std::map<int, std::vector<double>> tables_;
};

}  // namespace itg
