// SPDX-License-Identifier: Apache-2.0
//
// The forward and backward pass of every layer kind, listed in the table of lower.cc. `backward` is
// called, from the last layer to the first, for layers whose output's error is complete and needed.
// Private to sw/lower.

#pragma once

#include "sw/lower/lowering.h"

namespace itg {

void LowerProductForward(Lowering* lowering, int64_t index);
void LowerProductBackward(Lowering* lowering, int64_t index);
void LowerReluForward(Lowering* lowering, int64_t index);
void LowerReluBackward(Lowering* lowering, int64_t index);
void LowerMaxPoolForward(Lowering* lowering, int64_t index);
void LowerMaxPoolBackward(Lowering* lowering, int64_t index);
void LowerAveragePoolForward(Lowering* lowering, int64_t index);
void LowerAveragePoolBackward(Lowering* lowering, int64_t index);
void LowerDropoutForward(Lowering* lowering, int64_t index);
void LowerDropoutBackward(Lowering* lowering, int64_t index);
void LowerAddForward(Lowering* lowering, int64_t index);
void LowerAddBackward(Lowering* lowering, int64_t index);
void LowerLoss(Lowering* lowering);

}  // namespace itg
