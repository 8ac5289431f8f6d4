// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/shared_options.h"

#include <CLI/CLI.hpp>

namespace itg {

void AddSet(CLI::App* verb, const std::string& name, const std::string& about,
            std::vector<std::string>* overrides) {
  verb->add_option(name, *overrides, about)->type_size(1)->allow_extra_args(false);
}

CLI::Option* AddConfig(CLI::App* verb, RunOptions* run) {
  CLI::Option* const config = verb->add_option(
      "--config", run->config, "Training configuration: a file, or " + ShippedConfigs());
  verb->add_option("--seed", run->seed, "Seed of weights, image order and rounding");
  AddSet(verb, "--set", "key=value: replaces one key of the configuration", &run->overrides);
  return config;
}

}  // namespace itg
