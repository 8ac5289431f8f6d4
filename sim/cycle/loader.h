// SPDX-License-Identifier: Apache-2.0
//
// The loader, cycle by cycle: twins of rtl/mem/itg_load_sweeps.sv, itg_load_walk.sv and
// itg_loader.sv. Which beats of the operands are asked for, and which are written to the
// scratchpads, in which cycle.

#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/nest_walk.h"

namespace itg::cycle {

// Which part of which operand is wanted next.
class LoadSweeps {
 public:
  // Of the cycle: the sweeps that begin, null: none.
  struct Begun {
    bool a = false, b = false;
    Sweep a_sweep, b_sweep;
  };

  void Set(const Control& control) { control_ = &control; }
  bool MayBegin(bool start, bool a_free, bool b_free) const {
    return b_due_ ? b_free : (start || busy_) && a_free;
  }
  // The cycle and its clock edge.
  Begun Edge(bool start, bool a_free, bool b_free);

 private:
  struct Left {
    int64_t k, rows, cols;
    bool first_chunk, first_row, first_col;
  };
  Sweep SweepOfA(const Left& left, int64_t chunk, int64_t rows) const;
  Sweep SweepOfB() const;

  const Control* control_ = nullptr;
  bool busy_ = false, b_due_ = false;
  Left left_ = {};
  int64_t b_k_ = 0, b_cols_ = 0;
  bool b_first_chunk_ = false, b_first_col_ = false;
};

// The beats of the operands one after the other. Requests walk ahead, responses after.
class LoadWalk {
 public:
  void Set(const Control& control, int beat_bytes);

  bool valid() const { return valid_; }
  bool zero() const { return zero_; }
  uint32_t addr() const { return addr_; }  // of the beat

  // Whether the step, or the skip of the run, ends a chunk of both operands.
  bool EndsChunk(bool step, bool skip) const {
    return (skip || (step && left_ <= beat_)) && last_ && operand_b_;
  }
  // The clock edge: to the next beat, or skip to the next run.
  void Edge(bool start, bool step, bool skip) {
    if (step || skip || start || stirs_) Move(start, step, skip);
  }

 private:
  void Move(bool start, bool step, bool skip);
  bool SweepBegins() const { return sweeps_.MayBegin(false, nests_[0].ready(), nests_[1].ready()); }

  LoadSweeps sweeps_;
  NestWalk nests_[2];
  int64_t beat_ = 0;
  bool stirs_ = false;  // something moves by itself
  bool valid_ = false, zero_ = false, last_ = false, operand_b_ = false, next_b_ = false;
  uint32_t addr_ = 0;
  int64_t left_ = 0;
};

class Loader {
 public:
  void Set(const Control& control, const Sizes& sizes) {
    request_.Set(control, sizes.beat);
    response_.Set(control, sizes.beat);
  }

  // Of this cycle
  bool requests() const { return open() && !request_.zero(); }
  uint32_t addr() const { return request_.addr(); }
  bool takes() const { return !active_ || (response_.valid() && !response_.zero()); }
  bool loaded() const { return loaded_; }  // a further chunk is in the scratchpads
  // A beat is written; `arrives`: one is there from memory.
  bool writes(bool arrives) const {
    return response_.valid() && (response_.zero() ? written_ != 2 : arrives);
  }

  void Edge(bool start, bool granted, bool arrives, bool consumed) {
    const bool skip = open() && request_.zero();
    const bool step = writes(arrives);
    const bool asked_chunk = request_.EndsChunk(granted, skip);
    const bool loaded_chunk = response_.EndsChunk(step, false);
    request_.Edge(start, granted, skip);
    response_.Edge(start, step, false);
    loaded_ = loaded_chunk;
    ahead_ += (asked_chunk ? 1 : 0) - (consumed ? 1 : 0);
    written_ += (loaded_chunk ? 1 : 0) - (consumed ? 1 : 0);
    if (start) {
      active_ = true;
      ahead_ = written_ = 0;
      loaded_ = false;
    }
  }

 private:
  bool open() const { return request_.valid() && ahead_ != 2; }

  LoadWalk request_, response_;
  bool active_ = false, loaded_ = false;
  int ahead_ = 0, written_ = 0;
};

}  // namespace itg::cycle
