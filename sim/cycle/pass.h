// SPDX-License-Identifier: Apache-2.0
//
// The second pass, cycle by cycle: twins of rtl/post/itg_second_pass.sv and what it is made of.

#pragma once

#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/loss.h"
#include "sim/cycle/nest_walk.h"
#include "sim/cycle/stream_in.h"
#include "sim/cycle/stream_out.h"

namespace itg::cycle {

// What one pass has to do: rtl/ctrl/itg_spill.sv.
struct PassWork {
  bool scan = false;       // the range only
  bool from_sram = false;  // words of the accumulator SRAM
  bool x_memory = false;
  bool windowed = false, adds = false, sums = false, selects = false, maxes = false;
  bool drops = false, loss = false, rounds = false, reads_mask = false, reads_weight = false;
  bool master = false, writes_mask = false, writes_index = false;
  int x_size = 0, out_size = 0;
  int64_t rows = 0, cols = 0;
  uint32_t x_addr = 0, out_addr = 0, pitch = 0;
  int64_t row_bytes = 0;
};

// Events of a cycle.
struct PassEvents {
  bool acc_read = false, acc_write = false;
  int rounded = 0;
};

class Pass {
 public:
  enum Reader { kX, kY, kSide, kReaders };
  enum Writer { kElements, kMask, kExtra, kWriters };

  explicit Pass(const Sizes& sizes);
  void Set(const Control& control) {
    control_ = &control;
    taps_.nest.Set(control.x);
    loss_.Set(control.depth);
  }

  // Of this cycle
  const StreamIn& reader(int i) const { return i == kX ? x_ : i == kY ? y_ : side_; }
  const StreamOut& writer(int i) const {
    return i == kElements ? elements_ : i == kMask ? mask_ : extra_;
  }
  bool writes(int i) const { return writer(i).writes(state_ == State::kFlush); }
  bool done() const {
    return state_ == State::kFlush && elements_.empty() && mask_.empty() && extra_.empty();
  }
  uint32_t next_row() const { return elements_.next_row(); }
  // A place that comes again: rows, samples of a loss, windows of an image begin.
  bool AtBegin() const { return at_begin_; }

  // The clock edge. `start`: null, or the work that begins. `granted`: readers and writers whose
  // request is taken, -1 for none; `answered`: the reader whose beat has come.
  PassEvents Edge(const PassWork* start, int reader, int writer, int answered);

  // `boundary`: see StreamOut.
  template <typename V>
  void Visit(V* visit, uint32_t boundary);

 private:
  enum class State { kIdle, kRun, kFlush };
  // Of a tap, or of what is none.
  struct Tap {
    bool first = true, exists = true, last = true, emits = true;
  };
  struct Word {
    bool valid = false;
    int count = 0;
    Tap tap;

    int64_t bits() const {
      return int64_t{count} << 5 | valid << 4 | tap.first << 3 | tap.exists << 2 | tap.last << 1 |
             tap.emits << 0;
    }
  };
  struct Taps {  // itg_taps
    struct Item {
      bool zero, line_last, last;
    };
    NestWalk nest;
    Queue<Item> queue;
    explicit Taps(size_t depth) : queue(depth) {}
  };

  void Begin(const PassWork& work);
  Tap CurrentTap() const;
  void StepTapWalk(const Taps::Item& item);
  void StepWalk();
  int64_t BetweenBegins() const;

  const Control* control_ = nullptr;
  int cols_;
  size_t fifo_beats_;
  StreamIn x_, y_, side_;
  StreamOut elements_, mask_, extra_;
  Taps taps_;
  Loss loss_;
  PassWork work_;
  State state_ = State::kIdle;
  // itg_post_walk
  bool walking_ = false;
  int64_t rows_left_ = 0, cols_left_ = 0;
  // Rows, or windows, from one begin to the next that is told, and since
  int64_t between_begins_ = 1, since_begin_ = 0;
  bool at_begin_ = false;
  // itg_tap_walk
  bool tap_first_ = true, tap_whole_ = true;
  int tap_row_ = 0, tap_col_ = 0;
  // itg_gather
  int pieces_ = 0;
  int64_t gathered_ = 0;
  bool full_ = false;
  // Words under way: of the source, three stages of rounding, and the pool's or the masters'
  Word source_, rounding_[3], late_;
  // itg_scatter
  int pieces_out_ = 0;
  int64_t scattered_ = 0;
};

template <typename V>
void Pass::Visit(V* visit, uint32_t boundary) {
  constexpr uint64_t kNotTheEnd = 1;
  const bool dense = !work_.windowed;
  x_.Visit(visit, dense);
  y_.Visit(visit, dense);
  side_.Visit(visit, true);
  for (StreamOut* stream : {&elements_, &mask_, &extra_}) stream->Visit(visit, boundary);
  if (work_.windowed) {
    taps_.nest.Visit(visit, kBurstBoundary);
    visit->Exact(taps_.queue.size());
    taps_.queue.ForEach([&](Taps::Item* item) {
      visit->Exact(item->zero << 2 | item->line_last << 1 | item->last);
    });
    visit->Exact(tap_row_ << 16 | tap_col_);
    visit->Exact(tap_first_ << 1 | tap_whole_);
    visit->Moving(&rows_left_, 1);
  } else {
    visit->Left(&rows_left_, kNotTheEnd);
  }
  if (work_.loss) loss_.Visit(visit);
  visit->Exact(static_cast<int>(state_) << 1 | walking_);
  visit->Exact(cols_left_);
  visit->Exact(since_begin_);
  visit->Exact(pieces_ << 1 | full_);
  visit->Exact(gathered_);
  for (const Word* word : {&source_, &rounding_[0], &rounding_[1], &rounding_[2], &late_}) {
    visit->Exact(word->bits());
  }
  visit->Exact(pieces_out_);
  visit->Exact(scattered_);
}

}  // namespace itg::cycle
