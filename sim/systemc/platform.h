// SPDX-License-Identifier: Apache-2.0
//
// A SystemC platform around the RTL: host, accelerator, memory and, if asked for, an initiator that
// competes for it. As a machine: whatever drives one drives the platform.
//
//   Host ──registers──► Accelerator ──memory──► Dram ◄── Competitor
//     ▲                      │
//     └── LateLine ◄─────────┘ interrupt

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"
#include "sim/rtl/plugin_runner.h"
#include "sim/rtl/rtl_machine.h"
#include "sim/systemc/platform_options.h"
#include "sim/systemc/traffic.h"

namespace itg {

class Platform final : public PluginRunner {
 public:
  // Builds the plug-in of `hw` as MakeRtlMachine(). SystemC is set up once in a process: throws
  // Error when a platform has run there before.
  Platform(const HwConfig& hw, const RtlOptions& rtl, const PlatformOptions& options);
  ~Platform() override;

  std::vector<uint32_t> Parameters() override;
  PluginResult Run(const PluginRun& run) override;

  // Of the competitor, from now on; see Competition.
  void SetInterval(uint64_t interval);
  // Since the start, in the time of the host.
  uint64_t cycle() const;
  Traffic accelerator_traffic() const;
  Traffic competitor_traffic() const;

 private:
  struct Modules;
  std::unique_ptr<Modules> modules_;
};

// Machine "systemc".
std::unique_ptr<Machine> MakePlatformMachine(const HwConfig& hw, const RtlOptions& rtl,
                                             const PlatformOptions& options);

}  // namespace itg
