// SPDX-License-Identifier: Apache-2.0
//
// What the memories on the chip take per event, from a model of memories of the technology in which
// the logic was measured (sim/synth/sram_model.h).

#pragma once

#include "sim/hw/hw_config.h"
#include "sim/synth/sram_model.h"

namespace itg {

struct MemoryEnergy {           // picojoules
  double scratchpad_read = 0;   // a vector: a word of each of `lanes` banks
  double scratchpad_write = 0;  // a beat: a word of each of `bus_bytes` banks
  double accumulator_read = 0;  // a word of `cols` sums
  double accumulator_write = 0;
  double leakage_w = 0;  // watts, of both scratchpads and the accumulator SRAM
};

// Widths of elements and sums; those of `hw`, or 32 for floats.
struct MemoryWidths {
  int a_bits = 0;
  int b_bits = 0;
  int acc_bits = 0;
};

// The banks of the two scratchpads have elements of different widths, and counters do not tell the
// scratchpads apart: an access costs the mean of both, since every cycle of the array reads both.
MemoryEnergy MemoryEnergyOf(const SramModel& model, const HwConfig& hw, const MemoryWidths& widths);

}  // namespace itg
