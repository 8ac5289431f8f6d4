// SPDX-License-Identifier: Apache-2.0
//
// How much of a product is on chip at a time: a block of the output in the accumulator SRAM, a
// chunk of K of its operands in the scratchpads.

#pragma once

#include <cstdint>

#include "sim/hw/hw_config.h"
#include "sim/plan/product_nests.h"

namespace itg {

struct Blocks {
  int64_t rows = 0;  // of the output in a block; the last may be smaller
  int64_t cols = 0;
  int64_t chunk = 0;
  int64_t count = 0;  // blocks
};

// Words of one half of a scratchpad that `chunk` of K of `lanes` rows or columns of the output
// take.
int64_t ScratchpadWords(int64_t lanes, bool k_by_row, int64_t chunk, const HwConfig& hw);
// Words of the accumulator SRAM.
int64_t AccumulatorWords(int64_t rows, int64_t cols, const HwConfig& hw);

// The blocks that finish the product soonest, by an estimate. Small chunks show less of the first
// load, large ones drain fewer partial sums. Square blocks load operands least often; one block for
// all needs no way through memory between the sums and their rounding.
Blocks ChooseBlocks(const ProductNests& product, const HwConfig& hw);

}  // namespace itg
