// SPDX-License-Identifier: Apache-2.0
//
// Commands added to a random Program: one that meets a cell of the coverage table, or a chain of
// many that feed each other.

#pragma once

#include "sw/compare/cells.h"
#include "sw/compare/geometry.h"
#include "sw/compare/program_builder.h"

namespace itg {

// Adds buffers and the command (with what it needs before it) that meets `cell`.
void AddScenario(const Cell& cell, ProgramBuilder* builder);

// The same for a size of the shape table.
void AddScenario(const ShapeCell& cell, ProgramBuilder* builder);

// The same for a geometry of a product, with random elements.
void AddScenario(const GeometryCell& cell, ProgramBuilder* builder);

// The cross-entropy of logits at an edge, fused or with the rounding behind it. AddScenario calls
// it.
void AddLossScenario(const Cell& cell, ProgramBuilder* builder);
// Adds the loss of `logits`, with random labels; returns the error.
BufferId AddLoss(BufferId logits, bool fused, Rounding rounding, ProgramBuilder* builder);

// Adds a training step of a random perceptron: one to three layers, every product fused or in its
// parts at random, mostly with the loss in the middle. Outputs feed inputs throughout.
void AddChain(ProgramBuilder* builder);

}  // namespace itg
