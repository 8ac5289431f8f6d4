// SPDX-License-Identifier: Apache-2.0
//
// Golden values and the cycles, counters and energy of the hardware, without simulating its data:
// for runs too long for the RTL. Builds without Verilator.

#pragma once

#include <memory>

#include "model/machine/machine.h"
#include "sim/activity/activity_observer.h"
#include "sim/hw/hw_config.h"

namespace itg {

// `values` executes the commands; what it retires gets the cycles and counters of `hw`. Commands
// run one right after the other: start_cycle is the end of the one before. Commands that `observer`
// wants to see are worked out cycle by cycle.
std::unique_ptr<Machine> MakeCycleMachine(const HwConfig& hw, std::unique_ptr<Machine> values,
                                          std::shared_ptr<ActivityObserver> observer = nullptr);

}  // namespace itg
