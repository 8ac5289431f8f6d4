// SPDX-License-Identifier: Apache-2.0
//
// What a command really did: the observer looks at the operands before it and at what was retired,
// and never asks the generator what it meant to do.

#pragma once

#include <vector>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"
#include "sw/compare/cells.h"

namespace itg {

// Sizes of the three loops of a product; k = 1 and m x n the elements of any other command.
struct Loops {
  int64_t m;
  int64_t n;
  int64_t k;
};
Loops LoopsOf(const Program& program, const Command& command);

// How the shape meets the hardware. Dimension of `size` elements in units of `unit`.
std::vector<Fit> FitsOf(int64_t size, int64_t unit);
Extent ExtentOf(const HwConfig& hw, const Command& command, const Loops& loops);

// Accumulators of a product, wrapped to program.acc_bits, [m][n] row-major: plain loops, written a
// second time on purpose.
std::vector<int64_t> Accumulate(const Program& program, const Command& command, const Tensor& a,
                                const Tensor& b);

// Operands before the command; `mask` after it where the command writes it.
struct Operands {
  const Tensor* a;
  const Tensor* b;     // null where the command has none
  const Tensor* mask;  // null where the command has none
};

// All edges the command met. `mu` is the one in force (Machine::SetMu).
std::vector<Edge> EdgesMet(const Program& program, const Command& command, int mu,
                           const Operands& operands, const Retired& retired);

}  // namespace itg
