// SPDX-License-Identifier: Apache-2.0
//
// What a second initiator wants of the memory: bursts at a steady pace, each at a random place of a
// window of its own, reads and writes mixed. It has so many in flight and then waits for the
// oldest, so the pace is what it gets at most. Knows nothing of SystemC.

#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>

namespace itg {

struct Competition {
  uint64_t interval = 0;      // cycles from a burst to the next; 0: none
  uint32_t burst_bytes = 64;  // a power of two that is a multiple of the bus, at most 4096
  uint32_t write_percent = 33;
  size_t in_flight = 8;
  uint64_t window_bytes = 1 << 20;  // a multiple of burst_bytes
  uint32_t seed = 1;
};

class CompetingBursts {
 public:
  explicit CompetingBursts(const Competition& wanted)
      : wanted_(wanted), random_(wanted.seed * 2654435769U + 1U) {}

  // At another pace from `cycle` on.
  void SetInterval(uint64_t interval, uint64_t cycle) {
    wanted_.interval = interval;
    next_ = cycle;
  }
  const Competition& wanted() const { return wanted_; }

  // The next burst: the cycle in which it is sent, its address and its kind.
  struct Burst {
    uint64_t cycle;
    uint64_t address;
    bool write;
  };
  Burst Next() {
    uint64_t cycle = next_;
    if (answers_.size() == wanted_.in_flight) {
      cycle = std::max(cycle, answers_.front());
      answers_.pop_front();
    }
    next_ = cycle + wanted_.interval;
    const uint64_t places = wanted_.window_bytes / wanted_.burst_bytes;
    const uint64_t address = Draw() % places * wanted_.burst_bytes;
    return {cycle, address, Draw() % 100 < wanted_.write_percent};
  }
  // When the burst of the last Next() was answered.
  void Answer(uint64_t cycle) { answers_.push_back(cycle); }

 private:
  // xorshift32, as sim/rtl/stalls.h.
  uint32_t Draw() {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    random_ ^= random_ << 5;
    return random_;
  }

  Competition wanted_;
  uint32_t random_;
  uint64_t next_ = 0;
  std::deque<uint64_t> answers_;  // of the bursts in flight
};

}  // namespace itg
