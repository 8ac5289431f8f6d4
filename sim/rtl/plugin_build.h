// SPDX-License-Identifier: Apache-2.0
//
// The steps that make a plug-in: verilate, compile everything as one unit, link. All run in an
// existing empty folder `work`; what the tools print goes to the file `log`. All throw Error with
// the first complaint of the tool and the name of the log.

#pragma once

#include <string>

#include "sim/rtl/plugin_tools.h"

namespace itg {

// Verilator's runtime as a static library; returns its path.
std::string BuildRuntime(const PluginTools& tools, const PluginSource& source,
                         const std::string& work, const std::string& log);

// The model and the wrapper; returns the object file.
std::string BuildModel(const PluginTools& tools, const PluginSource& source,
                       const std::string& work, const std::string& log);

// Links both; returns the shared library.
std::string LinkPlugin(const PluginTools& tools, const std::string& model,
                       const std::string& runtime, const std::string& work, const std::string& log);

}  // namespace itg
