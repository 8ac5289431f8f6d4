// SPDX-License-Identifier: Apache-2.0
#include "sim/energy/memory_energy.h"

namespace itg {

MemoryEnergy MemoryEnergyOf(const SramModel& model, const HwConfig& hw,
                            const MemoryWidths& widths) {
  const Sram a = ModelSram(model, hw.scratchpad_depth(), widths.a_bits);
  const Sram b = ModelSram(model, hw.scratchpad_depth(), widths.b_bits);
  const Sram sums =
      ModelSram(model, hw.accumulator_depth(), static_cast<int64_t>(hw.cols) * widths.acc_bits);
  MemoryEnergy energy;
  energy.scratchpad_read = hw.lanes() * (a.read_pj + b.read_pj) / 2;
  energy.scratchpad_write = hw.bus_bytes * (a.write_pj + b.write_pj) / 2;
  energy.accumulator_read = sums.read_pj;
  energy.accumulator_write = sums.write_pj;
  energy.leakage_w = hw.lanes() * (a.leakage_w + b.leakage_w) + sums.leakage_w;
  return energy;
}

}  // namespace itg
