// SPDX-License-Identifier: Apache-2.0
//
// Measured energies as an energy table: EnergyTable::FromJson reads it.

#pragma once

#include <string>
#include <vector>

#include "sim/power/block_energy.h"

namespace itg {

struct DerivedTableInput {
  const std::vector<BlockEnergy>* blocks = nullptr;
  const HwConfig* hw = nullptr;
  std::string training;  // whose operands they are
  std::string library;   // file of the cells
  double clock_mhz = 0;
  std::string published;  // text of the table with the energies of memories
};

std::string DerivedTableJson(const DerivedTableInput& input);

}  // namespace itg
