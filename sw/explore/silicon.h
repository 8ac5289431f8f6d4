// SPDX-License-Identifier: Apache-2.0
//
// What synthesis (sim/synth) says about a hardware configuration, where its result is known.

#pragma once

#include <map>
#include <optional>
#include <string>

#include "sim/hw/hw_config.h"

namespace itg {

struct Silicon {
  double area_um2 = 0;
  double clock_mhz = 0;
};

class KnownSilicon {
 public:
  // Looks the result of an earlier synthesis up; never starts one.
  const std::optional<Silicon>& Of(const HwConfig& hw);

 private:
  std::map<std::string, std::optional<Silicon>> known_;  // by what the RTL depends on
};

}  // namespace itg
