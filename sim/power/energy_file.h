// SPDX-License-Identifier: Apache-2.0
//
// Measured energies as an energy table: EnergyTable::FromJson reads it.

#pragma once

#include <string>
#include <vector>

#include "sim/power/block_energy.h"
#include "sim/power/fp32_array_energy.h"

namespace itg {

// Of the blocks kFp32Array may be missing.
struct DerivedTableInput {
  const std::vector<BlockEnergy>* blocks = nullptr;
  const HwConfig* hw = nullptr;
  std::string training;  // whose operands they are
  std::string library;   // file of the cells
  double clock_mhz = 0;
  std::string published;  // text of the table with the energy of DRAM
  std::string memories;   // text of the model of memories
  double control_fj = 0;  // of a cycle; 0: not measured
};

std::string DerivedTableJson(const DerivedTableInput& input);

}  // namespace itg
