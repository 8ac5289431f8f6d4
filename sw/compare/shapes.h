// SPDX-License-Identifier: Apache-2.0
//
// Shapes that fit a configuration: weighted towards one, whole tiles and their neighbours.

#pragma once

#include "sw/compare/cells.h"
#include "sw/compare/observe.h"
#include "sw/compare/random_source.h"

namespace itg {

// A size in low..high, most often 1 or next to a multiple of `unit`.
int64_t PickSize(int64_t unit, int64_t low, int64_t high, RandomSource* random);

// Loops of a product of this extent. Its accumulators fit (m * ceil(n / cols) <= accumulator_depth)
// and so does at least one term of its operands.
// n and k are at least 2 where `edge` needs two of them.
Loops PickLoops(const HwConfig& hw, Opcode opcode, Extent extent, Edge edge, RandomSource* random);

// Shape of the tensors of any other command: one or two dimensions, at least two elements.
Shape PickShape(const HwConfig& hw, Extent extent, Edge edge, RandomSource* random);

// The smallest size of `cell`'s dimension that has its fit, in a product or tensor that fits.
Loops PickLoops(const HwConfig& hw, const ShapeCell& cell, RandomSource* random);
int64_t SizeOf(const HwConfig& hw, const ShapeCell& cell);

// Largest d for which a product of d x d accumulators fits.
int64_t LargestSquare(const HwConfig& hw);

}  // namespace itg
