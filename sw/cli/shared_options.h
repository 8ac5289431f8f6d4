// SPDX-License-Identifier: Apache-2.0
//
// Options that many verbs have.

#pragma once

#include <string>
#include <vector>

#include "sw/cli/run_options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
class Option;
}  // namespace CLI

namespace itg {

// An option that may be given many times, a word each.
void AddSet(CLI::App* verb, const std::string& name, const std::string& about,
            std::vector<std::string>* overrides);

// --config, --seed and --set. Returns --config.
CLI::Option* AddConfig(CLI::App* verb, RunOptions* run);

}  // namespace itg
