// SPDX-License-Identifier: Apache-2.0
#include "sim/energy/fp32_energy.h"

namespace itg {
namespace {

constexpr double kFemto = 1e-3;  // picojoules
constexpr double kBytes = 4;     // an element

double Count(uint64_t events) { return static_cast<double>(events); }

// The integer machine with memories for numbers of four bytes, without what only integers need.
Energy Memories(const Counters& counters, const EnergyTable& table, const HwConfig& hw) {
  HwConfig wide = hw;
  wide.scratchpad_bytes *= static_cast<int64_t>(kBytes);
  wide.accumulator_bytes = hw.accumulator_bytes * 32 / hw.acc_bits;
  wide.acc_bits = 32;
  Energy energy = EnergyOf(counters, table, wide);
  energy.scratchpad *= kBytes;
  energy.dram *= kBytes;
  energy.mac = energy.rounding = 0;
  return energy;
}

}  // namespace

std::optional<Energy> Fp32EnergyOf(const EventsByPhase& events, const EnergyTable& table,
                                   const HwConfig& hw) {
  const bool measured = table.derived && table.derived->fp32_cell_registers > 0;
  const double published = table.multiply_fp32_fj + table.add_fp32_fj;
  if (table.derived ? !measured : published == 0) return std::nullopt;
  Counters all;
  for (const PhaseEvents& phase : events) all += phase.counters;
  Energy energy = Memories(all, table, hw);
  if (measured) {
    SetMemories(all, MemoryEnergyOf(table.derived->memories, hw, {32, 32, 32}), &energy);
  }
  const double cells = static_cast<double>(hw.rows) * hw.cols;
  for (size_t i = 0; i < events.size(); ++i) {
    const double array = Count(events[i].counters.array_cycles) * cells;
    energy.mac += kFemto * array * (measured ? table.derived->fp32_mac_fj[i] : published);
    if (!measured) continue;
    energy.control += kFemto * table.derived->control_fj * Count(events[i].cycles);
    energy.clock +=
        kFemto * array * table.derived->register_fj * table.derived->fp32_cell_registers;
  }
  return energy;
}

}  // namespace itg
