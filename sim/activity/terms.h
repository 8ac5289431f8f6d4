// SPDX-License-Identifier: Apache-2.0
//
// Where the cycles of a command go. One definition for the RTL and for its twin, on what both show
// an observer in each cycle (sim/rtl/plugin_api.h).

#pragma once

#include <cstdint>

#include "model/machine/machine.h"

namespace itg {

// Tells the terms of a command from what happens in its cycles, one after the other.
class TermCounter {
 public:
  void Cycle(uint16_t activity) { Cycles(activity, 1); }
  // The same in each of `cycles`.
  void Cycles(uint16_t activity, uint64_t cycles);
  // After the last cycle.
  CycleTerms Finish();

 private:
  void LeaveProduct();

  CycleTerms terms_;
  bool in_product_ = false, streamed_ = false;
  uint64_t quiet_ = 0;  // cycles of a product since the last that read operands
};

}  // namespace itg
