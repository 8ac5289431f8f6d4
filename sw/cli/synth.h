// SPDX-License-Identifier: Apache-2.0
//
// The verb `synth`: what a hardware configuration costs in gates.

#pragma once

#include <CLI/CLI.hpp>

#include "sw/cli/command_line.h"

namespace itg {

void AddSynth(CLI::App* app, Verb* chosen);

}  // namespace itg
