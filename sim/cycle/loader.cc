// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/loader.h"

namespace itg::cycle {

Sweep LoadSweeps::SweepOfA(const Left& left, int64_t chunk, int64_t rows) const {
  const bool by_row = control_->a_by_row;
  const bool lane_first = left.first_chunk && left.first_col && left.first_row;
  const bool lane_again = !left.first_chunk || !left.first_col;
  return {by_row ? left.first_chunk : lane_first,
          !by_row && lane_again,
          by_row ? lane_first : left.first_chunk,
          by_row && lane_again,
          by_row ? chunk : rows,
          by_row ? rows : chunk};
}

Sweep LoadSweeps::SweepOfB() const {
  const bool by_row = control_->b_by_row;
  const bool lane_first = b_first_chunk_ && b_first_col_;
  return {by_row ? b_first_chunk_ : lane_first,
          !by_row && !b_first_chunk_,
          by_row ? lane_first : b_first_chunk_,
          by_row && !b_first_chunk_,
          by_row ? b_k_ : b_cols_,
          by_row ? b_cols_ : b_k_};
}

LoadSweeps::Begun LoadSweeps::Edge(bool start, bool a_free, bool b_free) {
  Begun begun;
  Left left = left_;
  if (!busy_) left = {control_->depth, control_->rows, control_->cols, true, true, true};
  if (start) {
    busy_ = true;
    left_ = left;
  }
  begun.b = b_due_ && b_free;
  begun.a = busy_ && a_free && !b_due_;
  if (begun.b) {
    begun.b_sweep = SweepOfB();
    b_due_ = false;
  }
  if (!begun.a) return begun;
  const bool chunk_last = left.k <= control_->chunk;
  const bool col_last = left.cols <= control_->block_cols;
  const bool row_last = left.rows <= control_->block_rows;
  const int64_t chunk = chunk_last ? left.k : control_->chunk;
  const int64_t cols = col_last ? left.cols : control_->block_cols;
  const int64_t rows = row_last ? left.rows : control_->block_rows;
  begun.a_sweep = SweepOfA(left, chunk, rows);
  b_due_ = true;
  b_k_ = chunk;
  b_cols_ = cols;
  b_first_chunk_ = left.first_chunk;
  b_first_col_ = left.first_col;
  left_.first_chunk = chunk_last;
  left_.k = chunk_last ? control_->depth : left.k - chunk;
  if (!chunk_last) return begun;
  left_.first_col = col_last;
  left_.cols = col_last ? control_->cols : left.cols - cols;
  if (!col_last) return begun;
  left_.first_row = false;
  left_.rows = left.rows - rows;
  if (row_last) busy_ = false;
  return begun;
}

void LoadWalk::Set(const Control& control, int beat_bytes) {
  beat_ = beat_bytes;
  sweeps_.Set(control);
  nests_[0].Set(control.a);
  nests_[1].Set(control.b);
}

void LoadWalk::Move(bool start, bool step, bool skip) {
  const bool run_done = skip || (step && left_ <= beat_);
  const int next = next_b_ ? 1 : 0;
  const bool take = (!valid_ || run_done) && nests_[next].valid();
  const Run run = nests_[next].run();
  const LoadSweeps::Begun begun = start || SweepBegins()
                                      ? sweeps_.Edge(start, nests_[0].ready(), nests_[1].ready())
                                      : LoadSweeps::Begun{};
  nests_[0].Edge(take && next == 0, begun.a ? &begun.a_sweep : nullptr);
  nests_[1].Edge(take && next == 1, begun.b ? &begun.b_sweep : nullptr);

  if (step || run_done) {
    addr_ += static_cast<uint32_t>(beat_);
    left_ -= beat_;
  }
  if (run_done) valid_ = false;
  if (take) {
    const uint32_t mask = static_cast<uint32_t>(beat_ - 1);
    valid_ = true;
    zero_ = run.zero;
    operand_b_ = next == 1;
    last_ = run.last;
    addr_ = run.addr & ~mask;
    left_ = run.bytes + (run.zero ? 0 : run.addr & mask);
    if (run.last) next_b_ = !next_b_;
  }
  if (start) {
    valid_ = false;
    next_b_ = false;
  }
  // Still to come without a step: a run that is offered while none is held, a sweep that can begin,
  // a nest that has no run to offer yet.
  stirs_ = (!valid_ && nests_[next_b_ ? 1 : 0].valid()) || SweepBegins() || !nests_[0].settled() ||
           !nests_[1].settled();
}

}  // namespace itg::cycle
