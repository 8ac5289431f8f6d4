// SPDX-License-Identifier: Apache-2.0

#include "tests/sim/support/tested_machine.h"

#include "sim/rtl/rtl_machine.h"

namespace itg {

std::unique_ptr<Machine> MakeTestedMachine(const HwConfig& hw) { return MakeRtlMachine(hw, {}); }

}  // namespace itg
