// SPDX-License-Identifier: Apache-2.0
#include "sw/float/loss.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace itg {
namespace {

// Sum of exp(logit - largest).
double Denominator(const float* row, int64_t classes, double largest) {
  double sum = 0.0;
  for (int64_t c = 0; c < classes; ++c) sum += std::exp(row[c] - largest);
  return sum;
}

Score ScoreRow(const float* row, int64_t classes, int32_t label) {
  Score score;
  score.samples = 1;
  if (!std::all_of(row, row + classes, [](float v) { return std::isfinite(v); })) {
    score.AddLoss(std::numeric_limits<double>::infinity());
    return score;
  }
  const float* const largest = std::max_element(row, row + classes);
  score.correct = largest - row == label ? 1 : 0;
  score.AddLoss(std::log(Denominator(row, classes, *largest)) + (*largest - row[label]));
  return score;
}

}  // namespace

Score ScoreLogits(const float* logits, const int32_t* labels, int64_t batch, int64_t classes) {
  Score total;
  for (int64_t n = 0; n < batch; ++n) total += ScoreRow(logits + n * classes, classes, labels[n]);
  return total;
}

void LossError(const float* logits, const int32_t* labels, int64_t batch, int64_t classes,
               float* error) {
  for (int64_t n = 0; n < batch; ++n) {
    const float* const row = logits + n * classes;
    const double largest = *std::max_element(row, row + classes);
    const double sum = Denominator(row, classes, largest);
    for (int64_t c = 0; c < classes; ++c) {
      const double p = std::exp(row[c] - largest) / sum;
      const double wanted = c == labels[n] ? 1.0 : 0.0;
      error[n * classes + c] = static_cast<float>((p - wanted) / static_cast<double>(batch));
    }
  }
}

}  // namespace itg
