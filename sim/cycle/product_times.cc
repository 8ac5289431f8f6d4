// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/product_times.h"

#include <algorithm>

namespace itg::cycle {
namespace {

// From the last read of a tile to the first of its rows in the SRAM, and behind the last row.
constexpr uint64_t kToDrain = 3, kToDone = 1;

}  // namespace

// The tiles of a chunk of `k`, the first of which may be read from cycle `from` on. A tile takes k
// cycles, or as long as the one before drains.
void ProductTimes::StreamChunk(uint64_t from, int64_t k, Block* block) {
  const uint64_t depth = static_cast<uint64_t>(k);
  const uint64_t columns = static_cast<uint64_t>((block->cols + sizes_.cols - 1) / sizes_.cols);
  const uint64_t rows = static_cast<uint64_t>(sizes_.rows);
  const uint64_t full = static_cast<uint64_t>(block->rows / sizes_.rows);
  const uint64_t rest = static_cast<uint64_t>(block->rows % sizes_.rows);
  const uint64_t first = std::max(from + depth - 1, tile_read_ + tile_rows_);
  uint64_t last = first + full * columns * std::max(depth, rows);
  if (rest != 0) last += columns * std::max(depth, rest);
  tile_rows_ = rest != 0 ? rest : rows;
  last -= std::max(depth, tile_rows_);  // nothing follows the last tile
  tile_read_ = last;
  if (block->reads == 0) block->first_read = k == 1 ? first : from;
  block->reads += columns * (full + (rest != 0 ? 1 : 0)) * depth;
  block->last_read = last;
  const uint64_t words = columns * static_cast<uint64_t>(block->rows);
  block->sums_written += words;
}

ProductTimes::Block ProductTimes::Next(uint64_t begin) {
  Block block;
  block.rows = std::min(rows_rest_, control_.block_rows);
  block.cols = std::min(cols_rest_, control_.block_cols);
  block.row_last = cols_rest_ <= control_.block_cols;
  block.last = block.row_last && rows_rest_ <= control_.block_rows;
  uint64_t from = begin + 1;
  for (int64_t k = 0; k < control_.depth; k += control_.chunk) {
    const uint64_t ready = loads_.Loaded(chunk_) + 1;
    const uint64_t before = block.sums_written;
    StreamChunk(std::max(from, ready), std::min(control_.chunk, control_.depth - k), &block);
    if (k != 0) block.sums_added += block.sums_written - before;
    loads_.Consumed(chunk_, tile_read_ + 1);
    ++chunk_;
    from = tile_read_ + 1;
  }
  block.done = block.last_read + kToDrain + tile_rows_ + kToDone;
  if (block.row_last) {
    rows_rest_ -= control_.block_rows;
    cols_rest_ = control_.cols;
  } else {
    cols_rest_ -= control_.block_cols;
  }
  return block;
}

}  // namespace itg::cycle
