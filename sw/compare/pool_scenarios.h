// SPDX-License-Identifier: Apache-2.0
//
// Pools, alone and behind a convolution, on random tensors.

#pragma once

#include "model/program/window.h"
#include "sw/compare/features.h"
#include "sw/compare/program_builder.h"

namespace itg {

// `image` is the larger side, whichever way the command goes.
struct PoolScenario {
  Shape image;
  Window window;
};
void AddPool(const Variant& variant, Rounding rounding, const PoolScenario& pool,
             ProgramBuilder* builder);

// A convolution with a max-pool behind it: `image` and `window` are those of the pool.
void AddPooledConvolution(Rounding rounding, const PoolScenario& pool, ProgramBuilder* builder);

// A pool that meets the cell.
void AddPoolScenario(const FeatureCell& cell, Rounding rounding, ProgramBuilder* builder);

}  // namespace itg
