// SPDX-License-Identifier: Apache-2.0
//
// The second pass, cycle by cycle: twins of rtl/post/itg_second_pass.sv and what it is made of.

#pragma once

#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/loss.h"
#include "sim/cycle/nest_walk.h"
#include "sim/cycle/streams.h"

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
  enum Reader { kX, kY, kSide };
  enum Writer { kElements, kMask, kExtra };

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

  // The clock edge. `start`: null, or the work that begins. `granted`: readers and writers whose
  // request is taken, -1 for none; `answered`: the reader whose beat has come.
  PassEvents Edge(const PassWork* start, int reader, int writer, int answered);

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

}  // namespace itg::cycle
