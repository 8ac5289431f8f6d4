// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/pass.h"

#include <algorithm>

namespace itg::cycle {
namespace {

int LastPiece(int size) { return size == 2 ? 3 : size; }

}  // namespace

Pass::Pass(const Sizes& sizes)
    : cols_(sizes.cols),
      fifo_beats_(static_cast<size_t>(sizes.fifo_beats)),
      x_(sizes, sizes.cols, 8, false),
      y_(sizes, sizes.cols, 8, false),
      side_(sizes, sizes.side_bits * sizes.cols, 1, true),
      elements_(sizes, sizes.cols, 8),
      mask_(sizes, sizes.cols, 1),
      extra_(sizes, sizes.side_bits / 8 * sizes.cols, 8),
      taps_(fifo_beats_),
      loss_(sizes.out_bits) {}

Pass::Tap Pass::CurrentTap() const {
  if (!work_.windowed) return {};
  const Taps::Item item = taps_.queue.empty() ? Taps::Item{} : taps_.queue.front();
  const bool partial = work_.maxes && work_.rounds;
  const bool kept =
      !partial || (tap_row_ < control_->kernel_rows && tap_col_ < control_->kernel_cols);
  return {tap_first_, !item.zero, item.line_last,
          item.line_last && (!partial || (tap_whole_ && !(item.zero && kept)))};
}

void Pass::StepTapWalk(const Taps::Item& item) {
  const bool partial = work_.maxes && work_.rounds;
  const bool kept =
      !partial || (tap_row_ < control_->kernel_rows && tap_col_ < control_->kernel_cols);
  tap_first_ = item.line_last;
  tap_whole_ = item.line_last || (tap_whole_ && !(item.zero && kept));
  if (++tap_col_ == control_->tap_cols) {
    tap_col_ = 0;
    ++tap_row_;
  }
  if (item.line_last) tap_row_ = tap_col_ = 0;
}

void Pass::StepWalk() {
  if (cols_left_ > cols_) {
    cols_left_ -= cols_;
    return;
  }
  cols_left_ = work_.cols;
  --rows_left_;
  if (!work_.windowed || taps_.queue.front().line_last) ++since_begin_;
  if (since_begin_ == between_begins_) {
    since_begin_ = 0;
    at_begin_ = true;
  }
  walking_ = work_.windowed ? !taps_.queue.front().last : rows_left_ != 0;
}

void Pass::Begin(const PassWork& work) {
  work_ = work;
  state_ = State::kRun;
  walking_ = true;
  rows_left_ = work.rows;
  cols_left_ = work.cols;
  if (work.windowed) {
    tap_row_ = tap_col_ = 0;
    tap_first_ = tap_whole_ = true;
  }
  since_begin_ = 0;
  between_begins_ = BetweenBegins();
  elements_.Start(work.out_addr, work.row_bytes, work.pitch);
  mask_.Start(control_->y_addr, 0, 0);
  extra_.Start(control_->z_addr, 0, 0);
}

// Images, samples of a loss, or so many rows that to look at them costs little.
int64_t Pass::BetweenBegins() const {
  constexpr int64_t kWords = 32;
  if (work_.windowed) return control_->x.nest.line_count1 * control_->x.nest.line_count0;
  if (work_.loss) return control_->depth;
  const int64_t words = (work_.cols + cols_ - 1) / cols_;
  return std::max<int64_t>(1, kWords / words);
}

PassEvents Pass::Edge(const PassWork* start, int reader, int writer, int answered) {
  PassEvents events;
  at_begin_ = false;
  const bool flush = state_ == State::kFlush;

  // The end of the pipeline: what leaves, and whether all waits for it (itg_word_sink)
  const bool wide = work_.out_size != 0;
  const bool late = work_.maxes || work_.master;
  const Word& leaving = late ? late_ : rounding_[2];
  const bool leaves = leaving.valid && (!work_.maxes || leaving.tap.emits);
  const bool has_extra = work_.writes_index || work_.master;
  const bool mask_room = !work_.writes_mask || mask_.ready();
  const bool extra_room = !has_extra || extra_.ready();
  const bool elements_room = elements_.ready();
  const bool elements_valid = leaves && mask_room && extra_room;
  const int64_t left_out = (static_cast<int64_t>(leaving.count) << work_.out_size) - scattered_;
  const int64_t piece_out = std::min<int64_t>(left_out, cols_);
  const bool last_piece = pieces_out_ == LastPiece(work_.out_size);
  const bool mask_valid = leaves && work_.writes_mask && elements_room && extra_room;
  const bool extra_valid = leaves && has_extra && elements_room && mask_room;
  const bool hold = leaves && !(elements_valid && elements_room && last_piece);
  const int64_t extra_units = work_.master ? 2 * leaving.count : leaving.count;

  // The begin: the word that is next, and whether all of it is there (itg_word_source)
  const bool valid = walking_ && (!work_.windowed || !taps_.queue.empty());
  const Tap tap = CurrentTap();
  const int count = static_cast<int>(std::min<int64_t>(cols_left_, cols_));
  const bool use_x = work_.x_memory && tap.exists;
  const bool use_y = (work_.adds || work_.selects) && tap.exists;
  const bool use_side = !work_.scan && (work_.reads_mask || work_.reads_weight) && tap.emits;
  const int64_t side_need =
      work_.reads_mask ? count : static_cast<int64_t>(count) * (work_.master ? 16 : 8);
  const int64_t piece_in =
      std::min<int64_t>((static_cast<int64_t>(count) << work_.x_size) - gathered_, cols_);
  const bool gathers = valid && use_x && !work_.loss;
  const bool passes = work_.x_size == 0;
  const bool x_ready = work_.loss ? loss_.valid() : passes ? x_.has(piece_in) : full_;
  const bool read = valid && !hold && (!use_x || x_ready) && (!use_y || y_.has(count)) &&
                    (!use_side || side_.has(side_need));
  const bool collect = gathers && !passes && !full_ && x_.has(piece_in);
  const bool logit = walking_ && work_.loss && x_.has(1);
  const bool label = walking_ && work_.loss && y_.has(1);

  int64_t x_taken = -1, y_taken = -1;
  if (work_.loss) {
    if (logit && loss_.logit_ready()) x_taken = 1;
    if (label && loss_.label_ready()) y_taken = 1;
  } else {
    if (collect || (gathers && passes && read)) x_taken = piece_in;
    if (read && use_y) y_taken = count;
  }

  // Whether anything is under way
  const bool complete = !work_.sums || source_.tap.last;
  const bool valid_1 = source_.valid && complete && !work_.scan;
  const bool scans = source_.valid && complete && work_.scan;
  const bool drained = !walking_ && !valid_1 && !scans && !rounding_[0].valid &&
                       !rounding_[1].valid && !rounding_[2].valid && !late_.valid;
  const bool finished = done();

  // Events
  events.acc_read = read && (work_.from_sram || (work_.sums && !tap.first));
  events.acc_write = source_.valid && !complete && !hold;
  if (work_.maxes && !hold) {
    events.acc_read = events.acc_read || (rounding_[2].valid && !rounding_[2].tap.first);
    events.acc_write = events.acc_write || (late_.valid && !late_.tap.last);
  }
  if (rounding_[2].valid && !hold && work_.rounds && (rounding_[2].tap.exists || !work_.maxes)) {
    events.rounded = rounding_[2].count;
  }

  // Clock edge: streams
  const bool windowed_start = start != nullptr && start->windowed;
  StreamIn::NewRun x_run, y_run, side_run;
  const bool x_granted = reader == kX, y_granted = reader == kY;
  bool take_tap = false;
  if (taps_.nest.valid()) {
    const Run& run = taps_.nest.run();
    const bool ready =
        run.zero || (x_.run_ready(x_granted) && (y_.run_ready(y_granted) || !work_.selects));
    take_tap = ready && taps_.queue.size() != fifo_beats_;
    if (take_tap && !run.zero) {
      x_run = {true, work_.x_addr + run.addr, run.bytes};
      if (work_.selects) y_run = {true, control_->z_addr + run.addr, run.bytes};
    }
  }
  if (start != nullptr && !start->windowed) {
    if (start->x_memory) x_run = {true, start->x_addr, control_->elements << start->x_size};
    if (start->adds) y_run = {true, control_->b_addr, control_->elements};
    if (start->loss) y_run = {true, control_->b_addr, control_->block_rows * 4};
  }
  if (start != nullptr && !start->scan && (start->reads_mask || start->reads_weight)) {
    side_run.valid = true;
    side_run.addr = start->master ? control_->z_addr : control_->y_addr;
    side_run.bytes = start->reads_mask ? (control_->elements + 7) >> 3
                     : start->master   ? control_->elements * 2
                                       : control_->elements;
  }
  const bool begins = start != nullptr;
  x_.Edge(begins, x_run, x_granted, answered == kX, x_taken);
  y_.Edge(begins, y_run, y_granted, answered == kY, y_taken);
  side_.Edge(begins, side_run, reader == kSide, answered == kSide,
             read && use_side ? side_need : -1);
  elements_.Edge(elements_valid ? piece_out : -1, flush, writer == kElements);
  mask_.Edge(mask_valid ? leaving.count : -1, flush, writer == kMask);
  extra_.Edge(extra_valid ? extra_units : -1, flush, writer == kExtra);

  // Scatter and gather
  if (leaves && wide && elements_room) {
    pieces_out_ = last_piece ? 0 : pieces_out_ + 1;
    scattered_ = last_piece ? 0 : scattered_ + piece_out;
  }
  if (collect) {
    full_ = pieces_ == LastPiece(work_.x_size);
    ++pieces_;
    gathered_ += piece_in;
  }
  if (read) {
    pieces_ = 0;
    gathered_ = 0;
    full_ = false;
  }
  if (work_.loss) loss_.Edge(logit, label, read);

  // Words
  if (!hold) {
    if (late) {
      late_ = rounding_[2];
    }
    rounding_[2] = rounding_[1];
    rounding_[1] = rounding_[0];
    rounding_[0] = source_;
    rounding_[0].valid = valid_1;
    source_.valid = read;
  }
  if (read) {
    source_.count = count;
    source_.tap = tap;
  }
  // Walks
  const bool row_ends = read && cols_left_ <= cols_;
  if (read) {
    const Taps::Item item = work_.windowed ? taps_.queue.front() : Taps::Item{};
    StepWalk();
    if (row_ends && work_.windowed) {
      StepTapWalk(item);
      taps_.queue.Pop();
    }
  }
  if (take_tap) {
    const Run& run = taps_.nest.run();
    taps_.queue.Push({run.zero, run.line_last, run.last});
  }
  const Sweep whole = {true, false, true, false, control_->lines, NestWalk::kWhole};
  taps_.nest.Edge(take_tap, windowed_start ? &whole : nullptr);

  // itg_post
  if (state_ == State::kRun && drained) {
    state_ = State::kFlush;
  } else if (finished) {
    state_ = State::kIdle;
  }
  if (start != nullptr) Begin(*start);
  return events;
}

}  // namespace itg::cycle
