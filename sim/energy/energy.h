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
//
// A derived table has, beside these, energies measured on the gates of one hardware configuration
// with the operands of a training (docs/power.md), and a model of memories in the same technology
// (memory_energy.h). They take the place of the published ones; only dram is as above:
//
//   mac          array_cycles * rows * cols * mac_fj of the phase
//   rounding     rounded elements * (round_fj + range_fj + vector_fj) of the phase: an element is
//                scanned, rounded, and goes through the vector unit
//   clock        register_fj * (array_cycles * rows * cols * cell_registers
//                               + rounded elements * lane_registers)
//   scratchpad   vectors read, beats written: a word of each bank that takes part
//   accumulator  words of `cols` sums, read and written
//   control      control_fj * cycles: sequencer, check, address engines, loader, bus, queues
//   leakage      (leakage_w + that of the memories) * cycles / clock_mhz

#pragma once

#include <array>
#include <optional>
#include <string>

#include "model/machine/machine.h"
#include "sim/energy/memory_energy.h"
#include "sim/hw/hw_config.h"
#include "sim/synth/sram_model.h"

namespace itg {

struct DerivedEnergy {
  int a_bits = 0;  // the widths it was measured with
  int b_bits = 0;
  int acc_bits = 0;
  // Femtojoules, by phase; of a phase in which nothing was seen, those of another.
  std::array<double, kPhaseCount> mac_fj = {};    // a cell of the array in a cycle
  std::array<double, kPhaseCount> round_fj = {};  // an element
  std::array<double, kPhaseCount> range_fj = {};
  std::array<double, kPhaseCount> vector_fj = {};
  double register_fj = 0;     // a register in a cycle of its clock
  double cell_registers = 0;  // of a cell of the array
  double lane_registers = 0;  // of a rounding lane
  // Of a cell of itg_fp32_array; 0: not measured.
  std::array<double, kPhaseCount> fp32_mac_fj = {};
  double fp32_cell_registers = 0;
  double control_fj = 0;  // of all control in a cycle, its clocks included; 0: not measured
  double leakage_w = 0;   // of array, lanes, range and vector unit
  double clock_mhz = 0;   // at which leakage is charged
  SramModel memories;
};

// What happened in a phase.
struct PhaseEvents {
  Counters counters;
  uint64_t cycles = 0;
};
using EventsByPhase = std::array<PhaseEvents, kPhaseCount>;

// Adds what a command did. The elements that an update rounds are the update's, whatever came
// before.
void AddEvents(const Command& command, const Counters& counters, uint64_t cycles,
               EventsByPhase* events);

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
  double multiply_fp32_fj = 0;  // 0, as the next: the table does not say
  double add_fp32_fj = 0;
  std::optional<DerivedEnergy> derived;  // name and source above are then its own

  // A flat JSON object with these keys, energies as integers, those of fp32 optional; or a derived
  // table: an object with name, source, derived, memories (as sim/synth/sram_180nm.json), and such
  // an object, published. Throws Error.
  static EnergyTable FromJson(const std::string& text, const std::string& source);
};

struct Energy {  // picojoules
  double mac = 0;
  double scratchpad = 0;
  double accumulator = 0;
  double dram = 0;
  double rounding = 0;
  double clock = 0;  // of a derived table alone, as the rest
  double control = 0;
  double leakage = 0;

  double total() const {
    return mac + scratchpad + accumulator + dram + rounding + clock + control + leakage;
  }
};

// Picojoules of one 64-bit access to an on-chip memory of `bytes` bytes.
double SramAccess(const EnergyTable& table, double bytes);

// Replaces what `energy` has for the memories on the chip.
void SetMemories(const Counters& counters, const MemoryEnergy& memories, Energy* energy);

// With the published energies of `table`.
Energy EnergyOf(const Counters& counters, const EnergyTable& table, const HwConfig& hw);

// With the derived ones where it has them. Throws Error when they are of other widths than `hw`.
Energy EnergyOf(const EventsByPhase& events, const EnergyTable& table, const HwConfig& hw);

}  // namespace itg
