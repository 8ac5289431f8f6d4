// SPDX-License-Identifier: Apache-2.0
//
// How much of K a product keeps in the scratchpads at a time.

#pragma once

#include <cstdint>

#include "sim/hw/hw_config.h"

namespace itg {

// One operand of a product as stored: `lanes` rows or columns feed the array's rows (or columns),
// K runs along the other dimension.
struct OperandShape {
  int64_t lanes;
  bool k_by_row;  // K runs down the rows
};

// Words of one half of a scratchpad that `chunk` of K takes.
int64_t ScratchpadWords(const OperandShape& operand, int64_t chunk, const HwConfig& hw);

// The chunk that finishes a product [a.lanes] x [b.lanes] x depth soonest, by an estimate: small
// chunks show less of the first load, large ones drain fewer partial sums. 0 when nothing fits.
int64_t ChooseChunk(const OperandShape& a, const OperandShape& b, int64_t depth,
                    const HwConfig& hw);

}  // namespace itg
