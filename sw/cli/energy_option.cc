// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/energy_option.h"

#include "sw/data/embedded.h"
#include "sw/data/file.h"

namespace itg {

EnergyTable LoadEnergy(const std::string& file) {
  constexpr const char* kShipped = "sim/energy/horowitz_45nm.json";
  if (file.empty()) return EnergyTable::FromJson(std::string(Embedded(kShipped)), kShipped);
  return EnergyTable::FromJson(ReadFile(file), file);
}

}  // namespace itg
