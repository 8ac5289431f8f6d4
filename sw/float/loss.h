// SPDX-License-Identifier: Apache-2.0
//
// Softmax cross-entropy, natural logarithm, mean over the batch; in double.

#pragma once

#include <cstdint>

#include "sw/train/metrics.h"

namespace itg {

// `logits` [batch][classes], `labels` [batch]. A sample whose logits are not all finite is answered
// wrongly, with the largest loss.
Score ScoreLogits(const float* logits, const int32_t* labels, int64_t batch, int64_t classes);

// Writes the error of the mean loss with respect to the logits.
void LossError(const float* logits, const int32_t* labels, int64_t batch, int64_t classes,
               float* error);

}  // namespace itg
