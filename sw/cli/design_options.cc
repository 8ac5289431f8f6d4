// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/design_options.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "sw/cli/shared_options.h"
#include "sw/cli/verbs.h"
#include "sw/explore/space.h"

namespace itg {
namespace {

constexpr int64_t kMost = int64_t{1} << 40;  // steps

}  // namespace

void AddSynth(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand(
      "synth", "Area, cells, leakage and clock of a hardware, mapped to a cell library");
  const auto options = std::make_shared<SynthOptions>();
  verb->add_option("--hw", options->hw, "Hardware configuration: a file, or base, tiny, odd")
      ->capture_default_str();
  verb->add_option("--liberty", options->liberty,
                   "Cell library (Liberty); default: Debian's osu018, 0.18 um");
  verb->add_option("--block", options->block, "Only one kind of block, as itg_mac_cell");
  verb->add_option("--scale-to", options->scale_to,
                   "Scale area and time from 0.18 um to 45, 16 or 7 nm by published factors")
      ->check(CLI::IsMember({45, 16, 7}));
  verb->add_option("--jobs", options->jobs, "Blocks mapped at a time; default: as many as cores")
      ->check(CLI::Range(1, 1024));
  verb->add_option("--out", options->out, "Folder for synthesis.json and the netlists");
  verb->callback([options, chosen] { *chosen = [options] { return RunSynth(*options); }; });
}

void AddPower(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand(
      "power", "Energy of multiplications and roundings, on gates, with a training's operands");
  const auto options = std::make_shared<PowerOptions>();
  options->run.machine = "rtl";
  AddConfig(verb, &options->run)->required();
  verb->add_option("--hw", options->run.hw,
                   "Hardware configuration: a file, or base (the default), tiny, odd");
  verb->add_option("--steps", options->steps, "Training steps whose operands are recorded")
      ->check(CLI::Range(int64_t{1}, kMost))
      ->capture_default_str();
  verb->add_option("--liberty", options->liberty,
                   "Library of standard cells; default: Debian's osu018, 0.18 um");
  verb->add_option("--clock-mhz", options->clock_mhz, "Clock at which leakage is charged")
      ->check(CLI::Range(1e-3, 1e6))
      ->capture_default_str();
  verb->add_option("--out", options->out, "Folder for energy.json, a table for --energy");
  verb->callback([options, chosen] { *chosen = [options] { return RunPower(*options); }; });
}

void AddReport(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("report", "Show a training or an exploration as a page for a browser");
  const auto options = std::make_shared<ReportOptions>();
  verb->add_option("path", options->path,
                   "Folder of train --out or explore --out, or the database of an exploration")
      ->required();
  verb->add_option("--out", options->out,
                   "The page, an HTML file that needs no other; default: beside what it shows");
  verb->callback([options, chosen] { *chosen = [options] { return RunReport(*options); }; });
}

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
