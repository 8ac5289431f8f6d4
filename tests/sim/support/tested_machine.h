// SPDX-License-Identifier: Apache-2.0
//
// The machine that a test is compiled for: each program of tests defines its own.

#pragma once

#include <memory>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"

namespace itg {

std::unique_ptr<Machine> MakeTestedMachine(const HwConfig& hw);

}  // namespace itg
