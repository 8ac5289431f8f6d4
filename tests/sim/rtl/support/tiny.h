// SPDX-License-Identifier: Apache-2.0
//
// The RTL of a 4x4 array, which runs the programs of small_programs.h.

#pragma once

#include <memory>

#include "sim/hw/hw_config.h"
#include "sim/rtl/rtl_machine.h"

namespace itg {

inline std::unique_ptr<Machine> Tiny(const RtlOptions& options = {}) {
  return MakeRtlMachine(HwConfig::FromFile("tiny"), options);
}

}  // namespace itg
