// SPDX-License-Identifier: Apache-2.0
//
// What the scenarios of the second pass share. Private to sw/compare.

#pragma once

#include "sw/compare/features.h"
#include "sw/compare/program_builder.h"

namespace itg {

// The mask, if any, that a command with this post-operation reads or writes.
BufferId MaskFor(Post post, const Shape& shape, ProgramBuilder* builder);
// Its output: accumulators, or elements of role `narrow`.
BufferId OutFor(const Variant& variant, Role narrow, const Shape& shape, ProgramBuilder* builder);
BufferId RandomTensor(Role role, const Shape& shape, ProgramBuilder* builder);

bool AboutRounding(Feature feature);
// Two of them added up meet the feature: sums of 2^B are one too many; larger ones are shifted,
// smaller ones not.
int64_t SummandFor(Feature feature, int bits, RandomSource* random);

}  // namespace itg
