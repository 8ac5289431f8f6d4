// SPDX-License-Identifier: Apache-2.0
//
// Energy = counted events x energy per event. The energies of a table are published ones for single
// operations; how they scale to a hardware configuration is written here and nowhere else:
//
//   mac          array_cycles * rows * cols * (multiply_int8 * a_bits * b_bits / 64
//                                              + add_int32 * acc_bits / 32)
//                every cell of the array switches in every cycle in which it accumulates, padding
//                included; a multiplier grows with the product of its widths, an adder linearly
//   scratchpad   reads of `lanes` bytes and writes of one memory beat
//   accumulator  reads and writes of `cols` accumulators
//   dram         memory beats
//   rounding     3 adds of acc_bits an element: its range, its magnitude, its rounding
//
// A memory access costs sram(bytes of the memory) * bits / 64, interpolated between the table's
// sizes (and extended beyond them) as a power of the size. A scratchpad is taken as one memory,
// though it is built of banks: an upper estimate that includes its wires.

#pragma once

#include <string>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"

namespace itg {

struct EnergyTable {
  std::string name;
  std::string source;  // where the numbers were published
  // Femtojoules an operation; memories per access of 64 bits.
  double multiply_int8_fj = 0;
  double add_int32_fj = 0;
  double sram_8kib_fj = 0;
  double sram_32kib_fj = 0;
  double sram_1mib_fj = 0;
  double dram_fj = 0;

  // A flat JSON object with exactly these keys, energies as integers. Throws Error.
  static EnergyTable FromJson(const std::string& text, const std::string& source);
};

struct Energy {  // picojoules
  double mac = 0;
  double scratchpad = 0;
  double accumulator = 0;
  double dram = 0;
  double rounding = 0;

  double total() const { return mac + scratchpad + accumulator + dram + rounding; }
};

// Picojoules of one 64-bit access to an on-chip memory of `bytes` bytes.
double SramAccess(const EnergyTable& table, double bytes);

Energy EnergyOf(const Counters& counters, const EnergyTable& table, const HwConfig& hw);

}  // namespace itg
