// SPDX-License-Identifier: Apache-2.0
//
// What the memory may still move in a cycle, and where its bursts end: twin of Bandwidth in
// sim/rtl/stalls.h.

#pragma once

#include <cstdint>

#include "sim/cycle/control.h"

namespace itg::cycle {

inline constexpr uint32_t kBurstBoundary = 4096;  // no burst crosses it: AXI4

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

}  // namespace itg::cycle
