// SPDX-License-Identifier: Apache-2.0
//
// When a channel of the memory's bus waits: at random, the same way for the same seed, or because
// the memory can carry no more.

#pragma once

#include <cstdint>

#include "sim/rtl/plugin_api.h"

namespace itg {

class Stalls {
 public:
  explicit Stalls(const PluginOptions& options)
      : percent_(static_cast<uint32_t>(options.stall_percent)),
        channels_(options.stall_channels),
        random_(options.stall_seed * 2654435769u + 1u) {}

  // Whether the channel, one of PluginStall, waits in this cycle. xorshift32 (Marsaglia, Journal of
  // Statistical Software 8, 2003).
  bool Draw(uint32_t channel) {
    if (percent_ == 0 || (channels_ & channel) == 0) return false;
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    random_ ^= random_ << 5;
    return random_ % 100 < percent_;
  }

 private:
  uint32_t percent_;
  uint32_t channels_;
  uint32_t random_;
};

// Limits what is transferred: a beat may start while bytes are left, and may leave a debt.
class Bandwidth {
 public:
  // `bytes_per_cycle` 0: a beat each way every cycle.
  Bandwidth(int bytes_per_cycle, int beat_bytes)
      : bytes_per_cycle_(bytes_per_cycle), beat_bytes_(beat_bytes) {}

  bool Left() const { return budget_ > 0; }
  void Spend() { budget_ -= beat_bytes_; }
  // A cycle has passed.
  void Refill() {
    if (bytes_per_cycle_ == 0) {
      budget_ = beat_bytes_;
    } else if (budget_ <= 0) {
      budget_ += bytes_per_cycle_;
    }
  }

 private:
  int bytes_per_cycle_;
  int beat_bytes_;
  int budget_ = 1;
};

}  // namespace itg
