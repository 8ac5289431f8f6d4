// SPDX-License-Identifier: Apache-2.0
//
// Who is given what a machine records at the ports of its blocks (sim/rtl/recorded_blocks.h).

#pragma once

#include <cstddef>
#include <cstdint>

#include "model/program/command.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

class WindowSink {
 public:
  virtual ~WindowSink() = default;

  virtual uint32_t window_cycles() const = 0;
  // Active cycles of a block from the end of a window to the next, on average.
  virtual uint32_t period() const = 0;
  // The windows from now on are of this command.
  virtual void Begin(size_t index, const Command& command) = 0;
  // Does not throw: between machine and sink there may be code of another compiler.
  virtual void Window(const PluginWindow& window) noexcept = 0;
};

}  // namespace itg
