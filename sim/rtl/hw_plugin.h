// SPDX-License-Identifier: Apache-2.0
//
// The plug-in of a hardware configuration: what it is elaborated with and how it is run.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/hw/hw_config.h"
#include "sim/rtl/plugin_api.h"
#include "sim/rtl/rtl_machine.h"

namespace itg {

// In the order of kPluginParameterNames.
std::vector<uint32_t> ElaborationParameters(const HwConfig& hw);

// The same with their names, as a tool is given them.
std::vector<std::pair<std::string, std::string>> ElaborationText(const HwConfig& hw);

// The shared library, built unless it is in the cache; throws as MakeRtlMachine().
std::string BuildPluginOf(const HwConfig& hw, const RtlOptions& options);

// Points into `options`.
PluginOptions PluginOptionsOf(const HwConfig& hw, const RtlOptions& options);

}  // namespace itg
