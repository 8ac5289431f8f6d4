// SPDX-License-Identifier: Apache-2.0
//
// The platform of platform.h with the loosely-timed twin in the place of the RTL: the same driver,
// registers, interrupt and memory around any machine that counts cycles.

#pragma once

#include <cstdint>
#include <memory>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"
#include "sim/rtl/plugin_runner.h"

namespace itg {

struct LooseOptions {
  uint64_t quantum = 10'000;     // cycles that the host may run ahead
  uint64_t interrupt_delay = 0;  // cycles until the host sees the interrupt
};

// `machine` executes the commands: their values and their cycles are its own. Throws Error when a
// platform has run in the process before.
std::unique_ptr<PluginRunner> MakeLoosePlatform(const HwConfig& hw,
                                                std::unique_ptr<Machine> machine,
                                                const LooseOptions& options = {});

// The same as machine "systemc-loose".
std::unique_ptr<Machine> MakeLoosePlatformMachine(const HwConfig& hw,
                                                  std::unique_ptr<Machine> machine,
                                                  const LooseOptions& options = {});

}  // namespace itg
