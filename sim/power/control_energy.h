// SPDX-License-Identifier: Apache-2.0
//
// Energy of what decides, not computes, in a cycle: sequencer and checks, loader and feeder, bus,
// queue and registers. A whole accelerator runs as the gates of its synthesis, every toggle of
// every net is counted, and OpenSTA says what those of the control's cells cost. A register is
// charged a clock in every cycle, though most are gated: an upper bound.

#pragma once

#include <functional>
#include <string>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"

namespace itg {

struct ControlEnergy {
  int64_t cells = 0;
  int64_t registers = 0;
  uint64_t cycles = 0;  // that were counted
  double data_fj = 0;   // a cycle: toggles of data
  double clock_fj = 0;  // a cycle: clocks of all registers
  double leakage_w = 0;

  double cycle_fj() const { return data_fj + clock_fj; }
};

// `execute` lets a machine, the gates, do something typical. `liberty`: as for MeasureBlock, whose
// `register_fj` is that of a register in a cycle of its clock. Throws Error.
ControlEnergy MeasureControl(const HwConfig& hw, const std::string& liberty, double register_fj,
                             const std::function<void(Machine*)>& execute);

}  // namespace itg
