// SPDX-License-Identifier: Apache-2.0
//
// Commands that only the second pass of the accelerator executes, on random tensors.

#pragma once

#include "sw/compare/features.h"
#include "sw/compare/program_builder.h"

namespace itg {

void AddSum(const Variant& variant, Rounding rounding, const Shape& shape, ProgramBuilder* builder);
void AddDropout(Opcode opcode, const Shape& shape, ProgramBuilder* builder);

// kApplyUpdate, kRoundGradient or the gradient of a linear layer with an update: gradients of
// `gradient_bits`, with 16-bit master weights or without.
void AddWideUpdate(const Variant& variant, Rounding rounding, int gradient_bits, bool master,
                   ProgramBuilder* builder);

// A command that meets the cell.
void AddScenario(const FeatureCell& cell, ProgramBuilder* builder);

}  // namespace itg
