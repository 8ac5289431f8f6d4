// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/nest_walk.h"

#include <algorithm>

namespace itg::cycle {

void NestWalk::Set(const WalkedNest& walked) {
  const Nest& nest = walked.nest;
  window_ = walked.window;
  windowed_ = walked.windowed;
  run_bytes_ = nest.run;
  const auto word = [](int64_t value) { return static_cast<uint32_t>(value); };
  const uint32_t pitch_y = windowed_ ? word(window_.pitch_y) : 0;
  const uint32_t pitch_x = windowed_ ? word(window_.pitch_x) : 0;
  const auto number = [](int64_t value) { return static_cast<int32_t>(value); };
  line_.Set({walked.addr, number(window_.start_q), number(window_.start_r), nest.line_count1,
             nest.line_count0, word(nest.line_stride2), word(nest.line_stride1),
             word(nest.line_stride0), number(window_.line_q), number(window_.line_r),
             number(window_.divisor), pitch_y, pitch_x});
  tap_.Set({0, 0, 0, nest.tap_count1, nest.tap_count0, 0, word(nest.tap_stride1),
            word(nest.tap_stride0), number(window_.tap_q), number(window_.tap_r),
            number(window_.divisor), pitch_y, pitch_x});
}

// Of the pixel at the positions of line and tap: at most one wrap, for both remainders are below
// the divisor.
bool NestWalk::Exists(uint32_t* pitch) const {
  const int32_t divisor = static_cast<int32_t>(window_.divisor);
  const int32_t y_r = line_.at().y_r + tap_.at().y_r, x_r = line_.at().x_r + tap_.at().x_r;
  const bool y_wraps = y_r >= divisor, x_wraps = x_r >= divisor;
  const uint16_t y = static_cast<uint16_t>(line_.at().y + tap_.at().y + (y_wraps ? 1 : 0));
  const uint16_t x = static_cast<uint16_t>(line_.at().x + tap_.at().x + (x_wraps ? 1 : 0));
  if (windowed_) {
    *pitch = (y_wraps ? static_cast<uint32_t>(window_.pitch_y) : 0) +
             (x_wraps ? static_cast<uint32_t>(window_.pitch_x) : 0);
  }
  return y < window_.limit_y && x < window_.limit_x && y_r == (y_wraps ? divisor : 0) &&
         x_r == (x_wraps ? divisor : 0);
}

void NestWalk::Advance() {
  const int64_t run_left = run_bytes_ - skip_;
  const int64_t size = std::min(run_left, left_);
  const bool run_ends = size == run_left;
  const bool line_ends = (size == left_ && !whole_) || (run_ends && tap_.last());
  const bool sweep_ends = line_ends && lines_left_ == 1;
  uint32_t pitch = 0;
  const bool exists = !windowed_ || Exists(&pitch);
  valid_ = true;
  run_ = {line_.at().addr + tap_.at().addr + static_cast<uint32_t>(skip_) + pitch, size, !exists,
          line_ends, sweep_ends};
  skip_ = line_ends && !sweep_ends ? mark_skip_ : run_ends ? 0 : skip_ + size;
  left_ = line_ends || whole_ ? bytes_ : left_ - size;
  if (line_ends && !sweep_ends) {
    tap_.Again();
  } else if (run_ends) {
    tap_.Step();
  }
  if (line_ends) {
    line_.Step();
    --lines_left_;
  }
  if (sweep_ends) busy_ = false;
}

NestWalk::Lines NestWalk::EvenLines() const {
  if (windowed_ || !tap_.single() || line_.at().left0 < lines_left_) return {};
  const int64_t bytes = std::min(run_bytes_ - skip_, bytes_);
  return {lines_left_, line_.at().addr + tap_.at().addr + static_cast<uint32_t>(skip_),
          line_.stride0(), bytes};
}

void NestWalk::Start(const Sweep& sweep) {
  line_.Start(sweep.line_first, sweep.line_again);
  tap_.Start(sweep.byte_first, sweep.byte_again);
  busy_ = true;
  lines_left_ = sweep.lines;
  bytes_ = left_ = sweep.bytes;
  whole_ = sweep.bytes == kWhole;
  if (!sweep.byte_again) mark_skip_ = sweep.byte_first ? 0 : skip_;
  if (sweep.byte_first) {
    skip_ = 0;
  } else if (sweep.byte_again) {
    skip_ = mark_skip_;
  }
}

}  // namespace itg::cycle
