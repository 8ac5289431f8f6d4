// SPDX-License-Identifier: Apache-2.0
//
// The way to memory, cycle by cycle: twins of rtl/mem/itg_read_port.sv, itg_write_port.sv,
// rtl/bus/itg_axi_read.sv, itg_axi_write.sv and of the memory that never stalls at random,
// sim/rtl/memory_model.h.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/cycle/control.h"

namespace itg::cycle {

// A queue of at most `capacity` items in a power of two of places.
template <typename T>
class Queue {
 public:
  explicit Queue(size_t capacity = 2) {
    size_t size = 1;
    while (size < capacity) size *= 2;
    items_.resize(size);
  }
  void Push(const T& item) { items_[end_++ & (items_.size() - 1)] = item; }
  void Pop() { ++begin_; }
  const T& front() const { return items_[begin_ & (items_.size() - 1)]; }
  T& front() { return items_[begin_ & (items_.size() - 1)]; }
  size_t size() const { return end_ - begin_; }
  bool empty() const { return end_ == begin_; }
  template <typename Each>
  void ForEach(const Each& each) {
    for (size_t i = begin_; i != end_; ++i) each(&items_[i & (items_.size() - 1)]);
  }

 private:
  std::vector<T> items_;
  size_t begin_ = 0, end_ = 0;
};

// See sim/rtl/stalls.h.
class MemoryBudget {
 public:
  explicit MemoryBudget(const Sizes& sizes)
      : bytes_per_cycle_(sizes.bytes_per_cycle), beat_(sizes.beat) {}

  bool Left() const { return budget_ > 0; }
  void Spend() { budget_ -= beat_; }
  void Refill() {
    if (bytes_per_cycle_ == 0) {
      budget_ = beat_;
    } else if (budget_ <= 0) {
      budget_ += bytes_per_cycle_;
    }
  }
  int bytes() const { return budget_; }
  void set_bytes(int bytes) { budget_ = bytes; }

  template <typename V>
  void Visit(V* visit) {
    visit->Exact(budget_);
  }

 private:
  int bytes_per_cycle_, beat_;
  int budget_ = 1;
};

inline constexpr uint32_t kBurstBoundary = 4096;  // no burst crosses it: AXI4

// Requests of a beat by a reader, answers in order.
class ReadPath {
 public:
  static constexpr int kNobody = -1;

  explicit ReadPath(const Sizes& sizes)
      : beat_(sizes.beat),
        longest_(sizes.burst_beats),
        most_bursts_(static_cast<size_t>(sizes.read_bursts)),
        latency_(static_cast<uint64_t>(sizes.memory_latency)),
        most_reads_(static_cast<size_t>(sizes.memory_reads < sizes.read_bursts + 2
                                            ? sizes.memory_reads
                                            : sizes.read_bursts + 2)),
        bursts_(most_bursts_ + 1),
        reads_(most_bursts_ + 2) {}

  // Of this cycle
  bool ready() const { return asked_.size() != 2; }
  int answers() const { return answers_; }  // the reader whose beat is there
  bool idle() const {
    return asked_.empty() && !open_ && !address_valid_ && bursts_.empty() && answers_ == kNobody &&
           beats_.empty();
  }

  // The clock edge of cycle `now`. `id`: whose request is granted, or kNobody; `taken`: the answer.
  void Edge(uint64_t now, int id, uint32_t addr, bool taken, MemoryBudget* budget);
  // The next cycle: after both paths' edges and the budget's refill.
  void Offer(uint64_t now, const MemoryBudget& budget) {
    address_ready_ = reads_.size() < most_reads_;
    if (!offered_) offered_ = !reads_.empty() && reads_.front().due <= now && budget.Left();
  }

  template <typename V>
  void Visit(V* visit);

 private:
  struct Asked {
    uint32_t addr;
    int id;
  };
  struct Burst {
    int beats, id;
  };
  struct Read {
    uint64_t due;
    int beats;
  };

  uint32_t beat_;
  int longest_;
  size_t most_bursts_;
  uint64_t latency_;
  size_t most_reads_;
  Queue<Asked> asked_;
  // The burst that may still grow
  bool open_ = false;
  uint32_t next_ = 0;
  Burst growing_ = {};
  // On the bus
  bool address_valid_ = false, address_ready_ = true, offered_ = false;
  int address_beats_ = 0;
  Queue<Burst> bursts_;
  int got_ = 0;
  Queue<Read> reads_;  // in memory
  // Answers
  Queue<int> beats_;
  int answers_ = kNobody;
};

inline void ReadPath::Edge(uint64_t now, int id, uint32_t addr, bool taken, MemoryBudget* budget) {
  const bool asks = !asked_.empty();
  const bool grows = open_ && asks && asked_.front().addr == next_ &&
                     asked_.front().id == growing_.id && growing_.beats != longest_ &&
                     next_ % kBurstBoundary != 0;
  const bool issues =
      open_ && !grows && (!address_valid_ || address_ready_) && bursts_.size() != most_bursts_;
  const bool accepts = asks && (!open_ || grows || issues);
  const bool arrives = offered_ && beats_.size() != 2;

  // The port's register, and the bus's queue behind it
  if (answers_ == kNobody || taken) {
    answers_ = kNobody;
    if (!beats_.empty()) {
      answers_ = beats_.front();
      beats_.Pop();
    }
  }
  // What the bus transfers
  if (address_valid_ && address_ready_) {
    reads_.Push({now + 1 + latency_, address_beats_});
    address_valid_ = false;
  }
  if (arrives) {
    beats_.Push(bursts_.front().id);
    if (++got_ == bursts_.front().beats) {
      got_ = 0;
      bursts_.Pop();
    }
    if (--reads_.front().beats == 0) reads_.Pop();
    budget->Spend();
    offered_ = false;
  }
  // Bursts
  if (issues) {
    address_valid_ = true;
    address_beats_ = growing_.beats;
    bursts_.Push(growing_);
    open_ = false;
  }
  if (accepts) {
    open_ = true;
    next_ = asked_.front().addr + beat_;
    growing_ = {grows ? growing_.beats + 1 : 1, asked_.front().id};
    asked_.Pop();
  }
  if (id != kNobody) asked_.Push({addr, id});
}

template <typename V>
void ReadPath::Visit(V* visit) {
  visit->Exact(asked_.size());
  asked_.ForEach([&](Asked* asked) {
    visit->Moving(&asked->addr, kBurstBoundary);
    visit->Exact(asked->id);
  });
  visit->Exact(open_);
  visit->Moving(&next_, kBurstBoundary);
  visit->Exact(growing_.beats << 3 | growing_.id);
  visit->Exact(address_beats_ << 3 | address_valid_ << 2 | address_ready_ << 1 | offered_);
  visit->Exact(bursts_.size());
  bursts_.ForEach([&](Burst* burst) { visit->Exact(burst->beats << 3 | burst->id); });
  visit->Exact(got_);
  visit->Exact(reads_.size());
  reads_.ForEach([&](Read* read) {
    visit->Time(&read->due);
    visit->Exact(read->beats);
  });
  visit->Exact(beats_.size());
  beats_.ForEach([&](int* id) { visit->Exact(*id); });
  visit->Exact(answers_);
}

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
