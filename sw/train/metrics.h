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

struct Score {
  double loss = 0.0;    // summed over the samples
  int64_t correct = 0;  // the first largest logit is the label's
  int64_t samples = 0;

  Score& operator+=(const Score& other);
  double mean_loss() const { return samples == 0 ? 0.0 : loss / static_cast<double>(samples); }
  double accuracy() const {
    return samples == 0 ? 0.0 : static_cast<double>(correct) / static_cast<double>(samples);
  }
};

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
