// SPDX-License-Identifier: Apache-2.0
//
// What synthesis says about a hardware configuration, where its result is known.

#pragma once

#include <optional>

#include "sim/hw/hw_config.h"

namespace itg {

struct Silicon {
  double area_um2 = 0;
  double clock_mhz = 0;
};

// Looks a result up; never starts a synthesis.
std::optional<Silicon> KnownSilicon(const HwConfig& hw);

}  // namespace itg
