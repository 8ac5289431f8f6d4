// SPDX-License-Identifier: Apache-2.0
//
// A tensor as a stream to memory, cycle by cycle: twin of rtl/mem/itg_stream_out.sv with
// rtl/prim/itg_pack.sv. Sizes are in units of the stream: bytes, or bits.

#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/cycle/control.h"

namespace itg::cycle {

class StreamOut {
 public:
  StreamOut(const Sizes& sizes, int piece_units, int unit_bits)
      : beat_(sizes.beat),
        beat_units_(8 * sizes.beat / unit_bits),
        piece_units_(piece_units),
        byte_units_(8 / unit_bits) {}

  // Of this cycle
  bool ready() const { return count_ <= beat_units_ && pad_ == 0 && !ending_ && !between_; }
  bool empty() const { return count_ == 0 && !ending_; }
  bool writes(bool flush) const { return beat_valid(flush) && first_byte_ < beat_bytes(); }
  uint32_t addr() const { return addr_; }
  uint32_t next_row() const { return next_row_; }

  // Where bursts end counts if `boundary` says so; where beats end always does.
  template <typename V>
  void Visit(V* visit, uint32_t boundary) {
    visit->Exact(count_);
    visit->Moving(&addr_, boundary);
    visit->Moving(&next_row_, boundary);
    visit->Exact(pad_ << 8 | first_byte_);
    visit->Exact(ending_ << 1 | between_);
    visit->Exact(row_left_);
  }

  // The first row; row_bytes 0: all bytes lie side by side.
  void Start(uint32_t addr, int64_t row_bytes, uint32_t pitch);
  // The clock edge. `offered`: units of a piece, -1 for none; it is taken if ready().
  void Edge(int64_t offered, bool flush, bool granted);

 private:
  bool beat_valid(bool flush) const {
    return count_ >= beat_units_ || ((flush || ending_) && count_ != 0);
  }
  int beat_bytes() const {
    return count_ >= beat_units_ ? beat_
                                 : static_cast<int>((count_ + byte_units_ - 1) / byte_units_);
  }
  void BeginRow(uint32_t addr, uint32_t to_next);

  int beat_, beat_units_, piece_units_, byte_units_;
  int64_t count_ = 0;  // units packed
  uint32_t addr_ = 0, next_row_ = 0, pitch_ = 0;
  int pad_ = 0, first_byte_ = 0;
  bool rows_ = false, side_by_side_ = false, ending_ = false, between_ = false;
  int64_t row_bytes_ = 0, row_left_ = 0;
};

inline void StreamOut::BeginRow(uint32_t addr, uint32_t to_next) {
  const uint32_t mask = static_cast<uint32_t>(beat_ - 1);
  between_ = false;
  addr_ = addr & ~mask;
  pad_ = static_cast<int>(addr & mask);
  first_byte_ = pad_;
  next_row_ = addr + to_next;
}

inline void StreamOut::Start(uint32_t addr, int64_t row_bytes, uint32_t pitch) {
  side_by_side_ = pitch == static_cast<uint32_t>(row_bytes);
  rows_ = row_bytes != 0;
  row_bytes_ = row_left_ = row_bytes;
  pitch_ = pitch;
  BeginRow(addr, side_by_side_ ? 0 : pitch);
}

inline void StreamOut::Edge(int64_t offered, bool flush, bool granted) {
  const bool pack_ready = count_ <= beat_units_;
  const bool padding = pad_ != 0;
  const int pad = std::min(pad_, piece_units_);
  const bool accept = offered >= 0 && ready();
  const bool pack_empty = count_ == 0;
  const bool begin_row = between_ && offered >= 0;
  const bool beat = beat_valid(flush);
  const bool pop = beat && (granted || !writes(flush));

  if (pop) count_ = count_ >= beat_units_ ? count_ - beat_units_ : 0;
  if (padding && pack_ready) {
    count_ += pad;
    pad_ -= pad;
  } else if (accept) {
    count_ += offered;
  }
  if (granted) {
    addr_ += static_cast<uint32_t>(beat_);
    first_byte_ = 0;
  }
  const bool ended = ending_ && pack_empty;
  if (rows_ && accept) {
    row_left_ -= offered;
    if (row_left_ == 0) {
      row_left_ = row_bytes_;
      if (side_by_side_) {
        next_row_ += pitch_;
      } else {
        ending_ = true;
      }
    }
  }
  if (ended) {
    ending_ = false;
    between_ = true;
  }
  if (begin_row) BeginRow(next_row_, pitch_);
}

}  // namespace itg::cycle
