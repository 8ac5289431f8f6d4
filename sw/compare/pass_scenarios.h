// SPDX-License-Identifier: Apache-2.0
//
// Commands that only the second pass of the accelerator executes, on random tensors.

#pragma once

#include "model/program/window.h"
#include "sw/compare/features.h"
#include "sw/compare/program_builder.h"

namespace itg {

BufferId RandomTensor(Role role, const Shape& shape, ProgramBuilder* builder);

// `image` is the larger side, whichever way the command goes.
struct PoolScenario {
  Shape image;
  Window window;
};
void AddPool(const Variant& variant, Rounding rounding, const PoolScenario& pool,
             ProgramBuilder* builder);

void AddSum(const Variant& variant, Rounding rounding, const Shape& shape, ProgramBuilder* builder);
void AddDropout(Opcode opcode, const Shape& shape, ProgramBuilder* builder);

// kApplyUpdate, kRoundGradient or the gradient of a linear layer with an update: gradients of
// `gradient_bits`, with 16-bit master weights or without.
void AddWideUpdate(const Variant& variant, Rounding rounding, int gradient_bits, bool master,
                   ProgramBuilder* builder);

// A convolution with a max-pool behind it: `image` and `window` are those of the pool.
void AddPooledConvolution(Rounding rounding, const PoolScenario& pool, ProgramBuilder* builder);

// A command that meets the cell.
void AddScenario(const FeatureCell& cell, ProgramBuilder* builder);

}  // namespace itg
