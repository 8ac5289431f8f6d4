// SPDX-License-Identifier: Apache-2.0

#include "tests/sim/support/tested_machine.h"

#include "model/machine/golden_machine.h"
#include "sim/cycle/cycle_machine.h"

namespace itg {

std::unique_ptr<Machine> MakeTestedMachine(const HwConfig& hw) {
  return MakeCycleMachine(hw, MakeGoldenMachine());
}

}  // namespace itg
