// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/power_options.h"

#include <memory>

#include "sw/cli/verbs.h"

namespace itg {

void AddPower(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand(
      "power", "Energy of multiplications and roundings, on gates, with a training's operands");
  const auto options = std::make_shared<PowerOptions>();
  options->run.machine = "rtl";
  verb->add_option("--config", options->run.config, "Training configuration, as of train")
      ->required();
  verb->add_option("--seed", options->run.seed, "Seed of weights, image order and rounding");
  verb->add_option("--set", options->run.overrides,
                   "key=value: replaces one key of the configuration")
      ->type_size(1)
      ->allow_extra_args(false);
  verb->add_option("--hw", options->run.hw,
                   "Hardware configuration: a file, or base (the default), tiny, odd");
  verb->add_option("--steps", options->steps, "Training steps whose operands are recorded")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40))
      ->capture_default_str();
  verb->add_option("--liberty", options->liberty,
                   "Library of standard cells; default: Debian's osu018, 0.18 um");
  verb->add_option("--clock-mhz", options->clock_mhz, "Clock at which leakage is charged")
      ->check(CLI::Range(1e-3, 1e6))
      ->capture_default_str();
  verb->add_option("--out", options->out, "Folder for energy.json, a table for --energy");
  verb->callback([options, chosen] { *chosen = [options] { return RunPower(*options); }; });
}

}  // namespace itg
