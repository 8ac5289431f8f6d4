// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/explore_options.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "sw/cli/verbs.h"
#include "sw/explore/space.h"

namespace itg {

void AddExplore(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("explore", "Accuracy, cycles and energy of many designs, in a database");
  const auto options = std::make_shared<ExploreOptions>();
  LauncherOptions* const launcher = &options->launcher;
  verb->add_option("--space", options->space, "Design space: a file, or " + ShippedSpaces());
  verb->add_option("--set", options->sets,
                   "train.KEY=VALUE or hw.KEY=VALUE: replaces a key of the base")
      ->type_size(1)
      ->allow_extra_args(false);
  verb->add_option("--out", options->out,
                   "Folder; default: out/ and the name of the space. The same command continues");
  verb->add_option("--launcher", launcher->name, "local, or slurm: array jobs of a cluster")
      ->capture_default_str();
  verb->add_option("--workers", launcher->workers, "Local processes; default: one a core")
      ->check(CLI::Range(1, 1024));
  verb->add_option("--chunk", launcher->chunk, "Points that a task of Slurm works on")
      ->check(CLI::Range(1, 100000));
  verb->add_flag("--extend", options->extend,
                 "The folder has another space: keep the results of the points of both");
  verb->add_option("--points", options->points,
                   "Worker: do the tasks of this file (- for standard input) into --out")
      ->excludes("--space");
  verb->callback([options, chosen] { *chosen = [options] { return RunExplore(*options); }; });
}

}  // namespace itg
