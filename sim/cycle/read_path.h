// SPDX-License-Identifier: Apache-2.0
//
// The way of reads to memory and back, cycle by cycle: twins of rtl/mem/itg_read_port.sv,
// rtl/bus/itg_axi_read.sv and of the memory that never stalls at random, sim/rtl/memory_model.h.

#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cycle/control.h"
#include "sim/cycle/memory_budget.h"
#include "sim/cycle/queue.h"

namespace itg::cycle {

// Requests of a beat by a reader, answers in order.
class ReadPath {
 public:
  static constexpr int kNobody = -1;

  explicit ReadPath(const Sizes& sizes)
      : beat_(static_cast<uint32_t>(sizes.beat)),
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

}  // namespace itg::cycle
