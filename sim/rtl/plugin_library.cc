// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/plugin_library.h"

#include <dlfcn.h>

#include "model/error.h"

namespace itg {

template <typename Function>
Function PluginLibrary::Symbol(const char* name) const {
  void* const symbol = dlsym(library_, name);
  if (symbol == nullptr) throw Error(path_ + ": not a plug-in, it lacks " + name);
  return reinterpret_cast<Function>(symbol);
}

PluginLibrary::PluginLibrary(const std::string& path, const PluginOptions& options) : path_(path) {
  // Stays mapped after dlclose: the simulator keeps global objects, which leak checkers would lose.
  library_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library_ == nullptr) throw Error(path + ": cannot be loaded: " + dlerror());
  const auto version = Symbol<decltype(&itg_plugin_api_version)>("itg_plugin_api_version");
  if (version() != kPluginApiVersion) {
    throw Error(path + ": has interface version " + std::to_string(version()) + ", needed is " +
                std::to_string(kPluginApiVersion));
  }
  run_ = Symbol<decltype(&itg_plugin_run)>("itg_plugin_run");
  attach_ = Symbol<decltype(&itg_plugin_attach)>("itg_plugin_attach");
  observe_ = Symbol<decltype(&itg_plugin_observe)>("itg_plugin_observe");
  advance_ = Symbol<decltype(&itg_plugin_advance)>("itg_plugin_advance");
  write_ = Symbol<decltype(&itg_plugin_write)>("itg_plugin_write");
  read_ = Symbol<decltype(&itg_plugin_read)>("itg_plugin_read");
  finish_ = Symbol<decltype(&itg_plugin_finish)>("itg_plugin_finish");
  instance_ = Symbol<decltype(&itg_plugin_create)>("itg_plugin_create")(&options);
  if (instance_ == nullptr) {
    throw Error(std::string(options.trace_file) + ": the waveform cannot be written there");
  }
}

PluginLibrary::~PluginLibrary() {
  if (instance_ != nullptr) {
    Symbol<decltype(&itg_plugin_destroy)>("itg_plugin_destroy")(instance_);
  }
  if (library_ != nullptr) dlclose(library_);
}

std::vector<uint32_t> PluginLibrary::Parameters() {
  std::vector<uint32_t> parameters(kPluginParameters);
  Symbol<decltype(&itg_plugin_parameters)>("itg_plugin_parameters")(instance_, parameters.data());
  return parameters;
}

PluginResult PluginLibrary::Run(const PluginRun& run) {
  PluginResult result;
  run_(instance_, &run, &result);
  return result;
}

}  // namespace itg
