// SPDX-License-Identifier: Apache-2.0
//
// When the array works on a product: what Feeder and Tiles do cycle by cycle, worked out chunk by
// chunk. Where LoadTimes may be used.

#pragma once

#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/load_times.h"

namespace itg::cycle {

class ProductTimes {
 public:
  // A block of the output. Cycles of the clock but for `reads`, a number.
  struct Block {
    int64_t rows = 0, cols = 0;
    bool row_last = false, last = false;
    uint64_t first_read = 0, last_read = 0;
    uint64_t reads = 0;       // cycles in which operands are read
    uint64_t done = 0;        // all its sums are in the SRAM
    uint64_t sums_added = 0;  // words of the SRAM that were read, and
    uint64_t sums_written = 0;
  };

  ProductTimes(const Control& control, const Sizes& sizes, uint64_t start)
      : control_(control),
        sizes_(sizes),
        loads_(control, sizes, start),
        rows_rest_(control.rows),
        cols_rest_(control.cols) {}

  // The next block, begun in cycle `begin`: the start, or the resumption.
  Block Next(uint64_t begin);
  const LoadTimes& loads() const { return loads_; }

 private:
  void StreamChunk(uint64_t from, int64_t k, Block* block);

  const Control& control_;
  Sizes sizes_;
  LoadTimes loads_;
  size_t chunk_ = 0;
  int64_t rows_rest_, cols_rest_;  // of the output, from the block on
  // The last tile: its last read, and its rows. None before the first.
  uint64_t tile_read_ = 0, tile_rows_ = 0;
};

}  // namespace itg::cycle
