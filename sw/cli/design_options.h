// SPDX-License-Identifier: Apache-2.0
//
// The options of the verbs that compare designs: synth, power, explore and report.

#pragma once

#include "sw/cli/command_line.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace itg {

void AddSynth(CLI::App* app, Verb* chosen);
void AddPower(CLI::App* app, Verb* chosen);
void AddExplore(CLI::App* app, Verb* chosen);
void AddReport(CLI::App* app, Verb* chosen);

}  // namespace itg
