// SPDX-License-Identifier: Apache-2.0
//
// Energy of a block's events in each phase of a training: its RTL mapped to gates, the recorded
// operands replayed on them, the toggles given to OpenSTA.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sim/power/corner.h"
#include "sim/power/replay.h"
#include "sim/synth/liberty.h"

namespace itg {

struct PhaseEnergy {
  BlockActivity activity;  // without toggles
  double event_fj = 0;     // but for clocks and leakage
};

struct BlockEnergy {
  std::string block;
  std::array<std::optional<PhaseEnergy>, kPhaseCount> phases;  // none: nothing was recorded
  int64_t cells = 0;                                           // of the part that was simulated
  int64_t registers = 0;
  double register_fj = 0;  // of one in a cycle of its clock, when its data stands still
  double leakage_w = 0;
  double area_um2 = 0;
};

// What was counted in each phase, on the gates of `netlist`, as energies: fills phases, registers
// and register_fj. Throws Error when a phase had a difference.
void ChargePhases(const GateNetlist& netlist, const Liberty& library,
                  std::array<std::optional<BlockActivity>, kPhaseCount> activities,
                  BlockEnergy* energy);

// `liberty` names the library's file; empty: Debian's osu018. Throws Error, also when the gates put
// out what the RTL did not.
BlockEnergy MeasureBlock(const PortWindows& windows, size_t block, const HwConfig& hw,
                         const std::string& liberty);

}  // namespace itg
