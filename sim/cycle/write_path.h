// SPDX-License-Identifier: Apache-2.0
//
// The way of writes to memory, cycle by cycle: twins of rtl/mem/itg_write_port.sv,
// rtl/bus/itg_axi_write.sv and of the memory that never stalls at random, sim/rtl/memory_model.h.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/memory_budget.h"
#include "sim/cycle/queue.h"

namespace itg::cycle {

class WritePath {
 public:
  explicit WritePath(const Sizes& sizes)
      : beat_(static_cast<uint32_t>(sizes.beat)),
        longest_(sizes.burst_beats),
        unlimited_(sizes.bytes_per_cycle == 0),
        most_beats_(static_cast<size_t>(sizes.burst_beats > 1 ? sizes.burst_beats : 2)),
        most_bursts_(static_cast<size_t>(sizes.write_bursts)),
        latency_(static_cast<uint64_t>(sizes.memory_latency)),
        beats_(most_beats_),
        confirmations_(most_bursts_ + 1) {}

  // Of this cycle
  bool ready() const { return asked_.size() != 2; }
  bool idle() const { return asked_.empty() && !open_ && unconfirmed_ == 0; }
  // Since Watch() every write found room at once, and would have wherever bursts end: in the cycles
  // for which a burst is unconfirmed, each of three streams may cross a few more boundaries, and
  // bursts that are cut by their length may be cut elsewhere.
  bool NeverBlocks() const {
    const uint64_t cycles = latency_ + 2;
    const uint64_t crossings = 3 * (cycles * beat_ / kBurstBoundary + 1);
    const uint64_t cuts = cycles / static_cast<uint64_t>(longest_) + 4;
    return unlimited_ && !blocked_ && most_seen_ + crossings + cuts < most_bursts_;
  }
  void Watch() {
    blocked_ = !ready();
    most_seen_ = unconfirmed_;
  }
  bool settled() const { return idle() && !address_valid_ && beats_.empty(); }

  // The clock edge of cycle `now`. `granted`: a write of the beat at addr.
  void Edge(uint64_t now, bool granted, uint32_t addr, MemoryBudget* budget);
  void Offer(uint64_t now, const MemoryBudget& budget) {
    data_ready_ = budget.Left();
    confirms_ = !confirmations_.empty() && confirmations_.front() <= now;
  }
  // `free`: nobody else notices anything of it but its end.
  template <typename V>
  void Visit(V* visit, bool free);

 private:
  uint32_t beat_;
  int longest_;
  bool unlimited_;  // the memory takes a beat every cycle
  size_t most_beats_, most_bursts_;
  uint64_t latency_;
  Queue<uint32_t> asked_;
  bool open_ = false;
  uint32_t next_ = 0;
  int length_ = 0;
  bool address_valid_ = false, data_ready_ = true, confirms_ = false;
  Queue<int> beats_;  // on their way to the bus: 1 for the last of its burst
  size_t unconfirmed_ = 0;
  size_t addresses_ = 0, bodies_ = 0;  // in memory, of bursts of which the other is not yet
  Queue<uint64_t> confirmations_;      // when
  bool blocked_ = false;               // since Watch()
  size_t most_seen_ = 0;               // unconfirmed
};

inline void WritePath::Edge(uint64_t now, bool granted, uint32_t addr, MemoryBudget* budget) {
  const bool asks = !asked_.empty();
  const bool room = beats_.size() != most_beats_;
  const bool grows = open_ && asks && room && asked_.front() == next_ && length_ != longest_ &&
                     next_ % kBurstBoundary != 0;
  const bool issues = open_ && !grows && unconfirmed_ != most_bursts_ && room;
  const bool accepts = asks && (!open_ || grows || issues);

  // What the bus transfers; the memory takes every address at once
  if (address_valid_) ++addresses_;
  if (!beats_.empty() && data_ready_) {
    bodies_ += static_cast<size_t>(beats_.front());
    beats_.Pop();
    budget->Spend();
  }
  if (addresses_ != 0 && bodies_ != 0) {
    --addresses_;
    --bodies_;
    confirmations_.Push(now + 1 + latency_);
  }
  if (confirms_) {
    confirmations_.Pop();
    --unconfirmed_;
  }
  // Bursts
  address_valid_ = issues;
  if (grows || issues) beats_.Push(issues ? 1 : 0);
  if (issues) {
    ++unconfirmed_;
    open_ = false;
  }
  if (accepts) {
    open_ = true;
    next_ = asked_.front() + beat_;
    length_ = grows ? length_ + 1 : 1;
    asked_.Pop();
  }
  if (granted) asked_.Push(addr);
  blocked_ = blocked_ || asked_.size() == 2;
  most_seen_ = std::max(most_seen_, unconfirmed_);
}

template <typename V>
void WritePath::Visit(V* visit, bool free) {
  visit->Exact(free);
  if (free) {
    confirmations_.ForEach([&](uint64_t* when) { visit->Passing(when); });
    return;
  }
  visit->Exact(asked_.size());
  asked_.ForEach([&](uint32_t* addr) { visit->Moving(addr, kBurstBoundary); });
  visit->Exact(open_);
  visit->Moving(&next_, kBurstBoundary);
  visit->Exact(length_);
  visit->Exact(address_valid_ << 2 | data_ready_ << 1 | confirms_);
  visit->Exact(beats_.size());
  beats_.ForEach([&](int* last) { visit->Exact(*last); });
  visit->Exact(unconfirmed_);
  visit->Exact(addresses_);
  visit->Exact(bodies_);
  visit->Exact(confirmations_.size());
  confirmations_.ForEach([&](uint64_t* when) { visit->Time(when); });
}

}  // namespace itg::cycle
