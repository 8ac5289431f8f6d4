// SPDX-License-Identifier: Apache-2.0
//
// What reads the scratchpads and drains the array, cycle by cycle: twins of
// rtl/array/itg_feeder.sv, itg_tiles.sv and itg_drain.sv.

#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/cycle/control.h"

namespace itg::cycle {

// A finished tile on its way into the accumulator SRAM, a row a cycle.
class Tiles {
 public:
  struct Tile {
    int rows = 0;
    bool accumulates = false;  // onto the partial sums of the chunks before
    bool last = false;         // of the block
  };

  bool active() const { return reads_[1]; }  // the array multiplies
  bool row_valid() const { return captured_ || rows_left_ != 0; }
  bool row_accumulates() const { return captured_ ? tiles_[2].accumulates : accumulates_; }
  bool done() const { return done_; }
  bool idle() const {
    return !reads_[0] && !reads_[1] && !captured_ && rows_left_ == 0 && !last_ && !done_;
  }

  // `reads`: operands of a k are read; `finishes`: it is the last of `tile`.
  void Edge(bool reads, bool finishes, const Tile& tile) {
    done_ = last_;
    last_ = captured_ ? tiles_[2].last && tiles_[2].rows == 1 : tile_last_ && rows_left_ == 1;
    if (captured_) {
      accumulates_ = tiles_[2].accumulates;
      tile_last_ = tiles_[2].last;
      rows_left_ = tiles_[2].rows - 1;
    } else if (rows_left_ != 0) {
      --rows_left_;
    }
    captured_ = finishes_[1];
    if (finishes_[1]) tiles_[2] = tiles_[1];
    if (finishes_[0]) tiles_[1] = tiles_[0];
    if (finishes) tiles_[0] = tile;
    reads_[1] = reads_[0];
    reads_[0] = reads;
    finishes_[1] = finishes_[0];
    finishes_[0] = finishes;
  }

 private:
  bool reads_[2] = {}, finishes_[2] = {};  // one and two cycles after the read
  Tile tiles_[3];
  bool captured_ = false, accumulates_ = false, tile_last_ = false, last_ = false, done_ = false;
  int rows_left_ = 0;
};

class Feeder {
 public:
  void Set(const Control& control, const Sizes& sizes) {
    control_ = &control;
    rows_ = sizes.rows;
    cols_ = sizes.cols;
  }

  // Of this cycle
  bool reads() const { return busy_ && available_ != 0 && !(k_left_ == 1 && drain_wait_ > 1); }
  bool finishes() const { return reads() && k_left_ == 1; }  // a tile
  bool consumed() const { return consumed_; }
  bool waits_for_chunk() const { return busy_ && available_ == 0; }
  Tiles::Tile tile() const {
    const bool final = k_rest_ == chunk();
    const bool last_row = rows_left_ <= rows_;
    return {static_cast<int>(last_row ? rows_left_ : rows_), !first_chunk_,
            last_row && cols_left_ <= cols_ && final};
  }
  // Of the block
  int64_t block_rows() const { return std::min(rows_rest_, control_->block_rows); }
  int64_t block_cols() const { return row_last() ? cols_rest_ : control_->block_cols; }
  bool row_last() const { return cols_rest_ <= control_->block_cols; }
  bool block_last() const { return row_last() && rows_rest_ <= control_->block_rows; }

  void Edge(bool start, bool resume, bool loaded);

 private:
  int64_t chunk() const { return std::min(k_rest_, control_->chunk); }
  void FinishTile();
  void BeginBlock(bool start);

  const Control* control_ = nullptr;
  int64_t rows_ = 0, cols_ = 0;
  bool busy_ = false, first_chunk_ = false, consumed_ = false;
  int available_ = 0;  // chunks loaded and not consumed
  int64_t k_rest_ = 0, k_left_ = 0, rows_left_ = 0, cols_left_ = 0, rows_rest_ = 0, cols_rest_ = 0;
  int64_t drain_wait_ = 0;
};

inline void Feeder::FinishTile() {
  drain_wait_ = tile().rows;
  k_left_ = chunk();
  cols_left_ -= cols_;
  if (cols_left_ > 0) return;
  cols_left_ = block_cols();
  rows_left_ -= rows_;
  if (rows_left_ > 0) return;
  rows_left_ = block_rows();
  k_rest_ -= chunk();
  k_left_ = chunk();
  first_chunk_ = false;
  consumed_ = true;
  --available_;
  if (k_rest_ == 0) busy_ = false;
}

inline void Feeder::BeginBlock(bool start) {
  if (start) {
    rows_rest_ = control_->rows;
    cols_rest_ = control_->cols;
    available_ = 0;
    drain_wait_ = 0;
  } else if (row_last()) {
    rows_rest_ -= control_->block_rows;
    cols_rest_ = control_->cols;
  } else {
    cols_rest_ -= control_->block_cols;
  }
  busy_ = true;
  first_chunk_ = true;
  k_rest_ = control_->depth;
  k_left_ = chunk();
  rows_left_ = block_rows();
  cols_left_ = std::min(cols_rest_, control_->block_cols);
}

inline void Feeder::Edge(bool start, bool resume, bool loaded) {
  const bool reads_now = reads();
  consumed_ = false;
  if (drain_wait_ != 0) --drain_wait_;
  if (reads_now) {
    if (k_left_ == 1) {
      FinishTile();
    } else {
      --k_left_;
    }
  }
  if (loaded) ++available_;
  if (start || resume) BeginBlock(start);
}

}  // namespace itg::cycle
