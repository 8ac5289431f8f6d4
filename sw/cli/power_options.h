// SPDX-License-Identifier: Apache-2.0
//
// The options of intaglio power.

#pragma once

#include <CLI/CLI.hpp>

#include "sw/cli/command_line.h"

namespace itg {

void AddPower(CLI::App* app, Verb* chosen);

}  // namespace itg
