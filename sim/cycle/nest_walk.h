// SPDX-License-Identifier: Apache-2.0
//
// The address engine, cycle by cycle: twin of rtl/mem/itg_nest.sv and itg_nest_position.sv. Offers
// the runs of a sweep over a nest, one a cycle as they are taken.

#pragma once

#include <cstdint>

#include "sim/cycle/control.h"

namespace itg::cycle {

// Of consecutive bytes.
struct Run {
  uint32_t addr = 0;
  int64_t bytes = 0;
  bool zero = false;       // outside the window
  bool line_last = false;  // last of its line in the sweep
  bool last = false;       // of the sweep
};

// What a sweep covers.
struct Sweep {
  bool line_first, line_again, byte_first, byte_again;
  int64_t lines, bytes;
};

// A position in three loops; see itg_nest_position.
class NestPosition {
 public:
  struct Loops {
    uint32_t addr;
    int32_t start_q, start_r;
    int64_t count1, count0;
    uint32_t stride2, stride1, stride0;
    int32_t step_q, step_r, divisor;
    uint32_t pitch_y, pitch_x;
  };
  struct Place {
    uint32_t addr, addr1, addr2;
    int32_t y, y_r, x, x_r;
    int64_t left1, left0;
  };

  void Set(const Loops& loops) { loops_ = loops; }
  void Start(bool first, bool again) {
    if (first) {
      at_ = {loops_.addr,    loops_.addr,    loops_.addr,   loops_.start_q, loops_.start_r,
             loops_.start_q, loops_.start_r, loops_.count1, loops_.count0};
    }
    if (again) {
      at_ = mark_;
    } else {
      mark_ = at_;
    }
  }
  void Again() { at_ = mark_; }
  // Steps of the innermost loop, fewer than are left; of a position without a window.
  void StepInner(int64_t steps) {
    at_.addr += static_cast<uint32_t>(steps) * loops_.stride0;
    at_.left0 -= steps;
  }
  uint32_t stride0() const { return loops_.stride0; }
  bool single() const { return loops_.count1 == 1 && loops_.count0 == 1; }
  void Step();

  const Place& at() const { return at_; }

  // Bursts end where addresses are a multiple of `boundary`.
  template <typename V>
  void Visit(V* visit, uint32_t boundary) {
    for (Place* place : {&at_, &mark_}) {
      for (uint32_t* addr : {&place->addr, &place->addr1, &place->addr2}) {
        visit->Moving(addr, boundary);
      }
      visit->Exact(place->y);
      visit->Exact(place->x);
      visit->Exact(place->y_r << 8 | place->x_r);
      visit->Exact(place->left1);
      visit->Exact(place->left0);
    }
  }
  bool last() const { return at_.left0 == 1 && at_.left1 == 1; }

 private:
  Loops loops_ = {};
  Place at_ = {};
  Place mark_ = {};
};

inline void NestPosition::Step() {
  int32_t x_r = at_.x_r + loops_.step_r;
  const int32_t x_carry = x_r >= loops_.divisor ? 1 : 0;
  if (x_carry != 0) x_r -= loops_.divisor;
  if (at_.left0 != 1) {
    at_.addr += loops_.stride0 + (x_carry != 0 ? loops_.pitch_x : 0);
    --at_.left0;
    at_.x = static_cast<int16_t>(at_.x + loops_.step_q + x_carry);
    at_.x_r = x_r;
    return;
  }
  at_.left0 = loops_.count0;
  at_.x = loops_.start_q;
  at_.x_r = loops_.start_r;
  if (at_.left1 != 1) {
    int32_t y_r = at_.y_r + loops_.step_r;
    const int32_t y_carry = y_r >= loops_.divisor ? 1 : 0;
    if (y_carry != 0) y_r -= loops_.divisor;
    at_.addr1 += loops_.stride1 + (y_carry != 0 ? loops_.pitch_y : 0);
    at_.addr = at_.addr1;
    --at_.left1;
    at_.y = static_cast<int16_t>(at_.y + loops_.step_q + y_carry);
    at_.y_r = y_r;
    return;
  }
  at_.addr2 += loops_.stride2;
  at_.addr1 = at_.addr = at_.addr2;
  at_.left1 = loops_.count1;
  at_.y = loops_.start_q;
  at_.y_r = loops_.start_r;
}

class NestWalk {
 public:
  static constexpr int64_t kWhole = (1 << 24) - 1;  // bytes of a sweep of whole lines

  void Set(const WalkedNest& walked);

  bool ready() const { return !busy_; }
  bool valid() const { return valid_; }
  const Run& run() const { return run_; }
  bool settled() const { return valid_ || !busy_; }  // nothing changes until a run is taken

  // The clock edge: `take` the run that is offered, `start` a sweep (null: none).
  void Edge(bool take, const Sweep* start) {
    const bool advance = busy_ && (!valid_ || take);
    if (take) valid_ = false;
    if (advance) Advance();
    if (start != nullptr) Start(*start);
  }

  template <typename V>
  void Visit(V* visit, uint32_t boundary) {
    constexpr uint64_t kNotTheLast = 2;
    line_.Visit(visit, boundary);
    tap_.Visit(visit, boundary);
    visit->Left(&lines_left_, kNotTheLast);
    visit->Exact(busy_ << 2 | valid_ << 1 | whole_);
    visit->Exact(bytes_);
    visit->Exact(left_);
    visit->Exact(skip_);
    visit->Exact(mark_skip_);
    visit->Moving(&run_.addr, boundary);
    visit->Exact(run_.bytes);
    visit->Exact(run_.zero << 2 | run_.line_last << 1 | run_.last);
  }

  // The same without time: a sweep, and its runs one after the other up to the last.
  void Start(const Sweep& sweep);
  const Run& Next() {
    Advance();
    valid_ = false;
    return run_;
  }

  // The lines that are left of the sweep, if they are runs of one length at one distance.
  struct Lines {
    int64_t count = 0;  // 0: they are not
    uint32_t addr = 0, pitch = 0;
    int64_t bytes = 0;
  };
  Lines EvenLines() const;
  void SkipLines(int64_t lines) {  // fewer than there are
    line_.StepInner(lines);
    lines_left_ -= lines;
  }

 private:
  void Advance();
  bool Exists(uint32_t* pitch) const;

  NestPosition line_, tap_;
  NestWindow window_;
  int64_t run_bytes_ = 0;
  bool windowed_ = false, busy_ = false, valid_ = false, whole_ = false;
  int64_t lines_left_ = 0, bytes_ = 0, left_ = 0, skip_ = 0, mark_skip_ = 0;
  Run run_;
};

}  // namespace itg::cycle
