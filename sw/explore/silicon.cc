// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/silicon.h"

#include "sim/synth/synthesis.h"
#include "sw/report/report.h"

namespace itg {

// The memory model is outside of the accelerator, so designs that differ in it alone are one.
const std::optional<Silicon>& KnownSilicon::Of(const HwConfig& hw) {
  nlohmann::json rtl = HardwareJson(hw);
  for (const char* key : {"name", "memory_latency", "memory_bytes_per_cycle", "memory_reads"}) {
    rtl.erase(key);
  }
  const auto [found, is_new] = known_.try_emplace(rtl.dump());
  if (!is_new) return found->second;
  if (const std::optional<Synthesis> synthesis = CachedSynthesis(hw, {})) {
    found->second = Silicon{synthesis->area_um2, synthesis->clock_mhz};
  }
  return found->second;
}

}  // namespace itg
