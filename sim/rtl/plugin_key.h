// SPDX-License-Identifier: Apache-2.0
//
// Names of cached plug-ins: a digest of everything that decides what the library contains.

#pragma once

#include <string>

#include "sim/rtl/plugin_tools.h"

namespace itg {

// 32 hexadecimal digits: XXH3-128 of the RTL, the wrapper and the project's headers it includes,
// parameters, flags, versions of the tools and the CPU. Throws Error when a file cannot be read.
std::string PluginKey(const PluginTools& tools, const PluginSource& source);

// The same for Verilator's runtime.
std::string RuntimeKey(const PluginTools& tools, const PluginSource& source);

// 32 hexadecimal digits of the file's contents. Throws Error when it cannot be read.
std::string FileDigest(const std::string& path);

}  // namespace itg
