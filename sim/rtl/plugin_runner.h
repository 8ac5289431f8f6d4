// SPDX-License-Identifier: Apache-2.0
//
// What executes the commands of an RtlMachine: a plug-in with the memory and the driver inside it,
// or a platform around one.

#pragma once

#include <cstdint>
#include <vector>

#include "model/program/program.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

class PluginRunner {
 public:
  virtual ~PluginRunner() = default;

  // As elaborated, in the order of kPluginParameterNames.
  virtual std::vector<uint32_t> Parameters() = 0;
  virtual PluginResult Run(const PluginRun& run) = 0;
  // What the descriptors of the next runs stand for. The hardware need not know.
  virtual void Load(const Program& /*program*/, const Schedule& /*schedule*/) {}
};

}  // namespace itg
