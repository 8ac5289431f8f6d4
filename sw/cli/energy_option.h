// SPDX-License-Identifier: Apache-2.0
//
// The energy table that --energy names.

#pragma once

#include <string>

#include "sim/energy/energy.h"

namespace itg {

// `file` empty: the table that ships with the program. Throws Error.
EnergyTable LoadEnergy(const std::string& file);

}  // namespace itg
