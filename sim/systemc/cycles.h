// SPDX-License-Identifier: Apache-2.0
//
// Cycles of a clock as SystemC's time. Cycle 0 begins at time 0.

#pragma once

#include <cstdint>
#include <systemc>

namespace itg {

class Cycles {
 public:
  explicit Cycles(const sc_core::sc_time& period) : period_(period.value()) {}

  sc_core::sc_time At(uint64_t cycle) const {
    return sc_core::sc_time::from_value(cycle * period_);
  }
  // The first that does not begin before `time`.
  uint64_t From(const sc_core::sc_time& time) const {
    return (time.value() + period_ - 1) / period_;
  }

 private:
  uint64_t period_;
};

// How far `time` lies ahead; none when it has passed.
inline sc_core::sc_time Ahead(const sc_core::sc_time& time) {
  const sc_core::sc_time& now = sc_core::sc_time_stamp();
  return time > now ? time - now : sc_core::SC_ZERO_TIME;
}

}  // namespace itg
