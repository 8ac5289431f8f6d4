// SPDX-License-Identifier: Apache-2.0
//
// A loaded plug-in: one simulated accelerator. Owns the shared library and the instance in it.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/rtl/plugin_api.h"
#include "sim/rtl/plugin_runner.h"

namespace itg {

class PluginLibrary final : public PluginRunner {
 public:
  // Throws Error when the library cannot be loaded or speaks another version of the interface.
  PluginLibrary(const std::string& path, const PluginOptions& options);
  ~PluginLibrary() override;
  PluginLibrary(const PluginLibrary&) = delete;
  PluginLibrary& operator=(const PluginLibrary&) = delete;

  std::vector<uint32_t> Parameters() override;
  PluginResult Run(const PluginRun& run) override;

  // The finer way in, as plugin_api.h describes it.
  void Attach(const PluginMemory& memory) { attach_(instance_, &memory); }
  void Observe(const PluginRun& run) { observe_(instance_, run.observe, run.observer); }
  void Advance(uint64_t cycle) { advance_(instance_, cycle, &state_); }
  bool WriteRegister(uint32_t offset, uint32_t value) {
    return write_(instance_, offset, value, &state_) != 0;
  }
  bool ReadRegister(uint32_t offset, uint32_t* value) {
    return read_(instance_, offset, value, &state_) != 0;
  }
  void Finish(PluginResult* result) { finish_(instance_, result); }
  // After the last of these calls.
  const PluginState& state() const { return state_; }

 private:
  template <typename Function>
  Function Symbol(const char* name) const;

  std::string path_;
  void* library_ = nullptr;
  itg_plugin* instance_ = nullptr;
  decltype(&itg_plugin_run) run_ = nullptr;
  decltype(&itg_plugin_attach) attach_ = nullptr;
  decltype(&itg_plugin_observe) observe_ = nullptr;
  decltype(&itg_plugin_advance) advance_ = nullptr;
  decltype(&itg_plugin_write) write_ = nullptr;
  decltype(&itg_plugin_read) read_ = nullptr;
  decltype(&itg_plugin_finish) finish_ = nullptr;
  PluginState state_ = {};
};

}  // namespace itg
