// SPDX-License-Identifier: Apache-2.0
//
// A loaded plug-in: one simulated accelerator. Owns the shared library and the instance in it.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/rtl/plugin_api.h"

namespace itg {

class PluginLibrary {
 public:
  // Throws Error when the library cannot be loaded or speaks another version of the interface.
  PluginLibrary(const std::string& path, const PluginOptions& options);
  ~PluginLibrary();
  PluginLibrary(const PluginLibrary&) = delete;
  PluginLibrary& operator=(const PluginLibrary&) = delete;

  // As elaborated, in the order of kPluginParameterNames.
  std::vector<uint32_t> Parameters() const;
  PluginResult Run(const PluginRun& run);

 private:
  template <typename Function>
  Function Symbol(const char* name) const;

  std::string path_;
  void* library_ = nullptr;
  itg_plugin* instance_ = nullptr;
  decltype(&itg_plugin_run) run_ = nullptr;
};

}  // namespace itg
