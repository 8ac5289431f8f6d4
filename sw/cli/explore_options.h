// SPDX-License-Identifier: Apache-2.0
//
// The options of intaglio explore.

#pragma once

#include "sw/cli/command_line.h"

namespace CLI {
class App;
}

namespace itg {

void AddExplore(CLI::App* app, Verb* chosen);

}  // namespace itg
