// SPDX-License-Identifier: Apache-2.0
//
// A tensor as a stream from memory, cycle by cycle: twin of rtl/mem/itg_stream_in.sv with
// rtl/prim/itg_unpack.sv. Sizes are in units of the stream: bytes, or bits.

#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/memory_budget.h"
#include "sim/cycle/queue.h"

namespace itg::cycle {

class StreamIn {
 public:
  // `aligned`: one run that begins with a beat, whose beats count in full.
  StreamIn(const Sizes& sizes, int take_units, int unit_bits, bool aligned)
      : beat_(sizes.beat),
        beat_units_(8 * sizes.beat / unit_bits),
        take_units_(take_units),
        aligned_(aligned),
        credit_(sizes.fifo_beats),
        sizes_(static_cast<size_t>(sizes.fifo_beats)) {}

  // Of this cycle
  bool requests() const { return beats_left_ != 0 && credit_ != 0; }
  uint32_t addr() const { return addr_; }
  bool run_ready(bool granted) const { return beats_left_ == 0 || (granted && beats_left_ == 1); }
  bool has(int64_t need) const { return count_ >= need; }

  struct NewRun {
    bool valid = false;
    uint32_t addr = 0;
    int64_t bytes = 0;
  };
  // The clock edge. `taken`: units, -1 for none; `answered`: a beat has come.
  void Edge(bool start, const NewRun& run, bool granted, bool answered, int64_t taken);

  // `one_run`: there is no other, so it is long.
  template <typename V>
  void Visit(V* visit, bool one_run) {
    constexpr uint64_t kNotTheLast = 2;
    if (one_run) {
      visit->Left(&beats_left_, kNotTheLast);
      visit->Exact(beats_left_ != 0);
    } else {
      visit->Exact(beats_left_);
    }
    visit->Moving(&addr_, kBurstBoundary);
    visit->Exact(credit_);
    visit->Exact(arrived_);
    visit->Exact(sizes_.size());
    sizes_.ForEach([&](int* size) { visit->Exact(*size); });
    visit->Exact(first_);
    visit->Exact(skip_ << 8 | end_);
    visit->Exact(count_);
  }

 private:
  int beat_, beat_units_, take_units_;
  bool aligned_;
  int64_t beats_left_ = 0;
  uint32_t addr_ = 0;
  int credit_;
  int64_t arrived_ = 0;  // beats in the queue
  Queue<int> sizes_;     // of the beats asked for and not unpacked, unless aligned
  bool first_ = false;
  int skip_ = 0, end_ = 0;
  int64_t count_ = 0;  // units unpacked
};

inline void StreamIn::Edge(bool start, const NewRun& run, bool granted, bool answered,
                           int64_t taken) {
  const int64_t left = count_ - std::max<int64_t>(taken, 0);
  const bool appends = arrived_ != 0 && left <= take_units_;
  count_ = left;
  if (appends) {
    --arrived_;
    ++credit_;
    count_ += aligned_ ? beat_units_ : sizes_.front() * (beat_units_ / beat_);
    if (!aligned_) sizes_.Pop();
  }
  if (answered) ++arrived_;
  if (granted) {
    if (!aligned_) {
      const int skip = first_ ? skip_ : 0;
      sizes_.Push((beats_left_ == 1 && end_ != 0 ? end_ : beat_) - skip);
    }
    first_ = false;
    --credit_;
    --beats_left_;
    addr_ += static_cast<uint32_t>(beat_);
  }
  if (run.valid) {
    const uint32_t mask = static_cast<uint32_t>(beat_ - 1);
    skip_ = static_cast<int>(run.addr & mask);
    const int64_t end = run.bytes + skip_;
    end_ = static_cast<int>(end & mask);
    addr_ = run.addr & ~mask;
    beats_left_ = (end + beat_ - 1) / beat_;
    first_ = true;
  }
  if (start) count_ = 0;
}

}  // namespace itg::cycle
