// SPDX-License-Identifier: Apache-2.0
//
// intaglio train
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "model/error.h"
#include "sw/cli/cli.h"
#include "sw/cli/train_float.h"
#include "sw/cli/train_run.h"
#include "sw/mpi/processes.h"

namespace itg {
namespace {

// One of several processes. Who was started wrong is told once, and all end; what fails later ends
// the others wherever they wait.
int RunShared(const TrainOptions& options) {
  const Processes processes;
  std::unique_ptr<TrainRun> run;
  std::string failure;
  try {
    run = std::make_unique<TrainRun>(options, processes.size() > 1 ? processes.reducer() : nullptr);
  } catch (const Error& error) {
    failure = error.what();
  }
  const int failed = processes.FirstFailed(!run);
  if (failed < processes.size()) {
    if (failed == processes.rank()) fmt::print(stderr, "intaglio: {}\n", failure);
    processes.FirstFailed(false);  // the first to leave ends the others: not before it is told
    return kExitBadInput;
  }
  try {
    const int code = run->Train();
    std::fflush(stdout);
    processes.FirstFailed(false);
    return code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "intaglio: {}\n", error.what());
    processes.Abort(kExitBadInput);
  }
}

int RunTrain(const TrainOptions& options) {
  if (Processes::Started()) return RunShared(options);
  if (AsksForFloat(options)) return TrainInFloat(options);
  return TrainRun(options, nullptr).Train();
}

}  // namespace

void AddTrain(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand("train", "Train a network on a machine");
  const auto options = std::make_shared<TrainOptions>();
  options->run.AddConfig(verb);
  verb->get_option("--config")->required(false);
  options->run.AddMachine(verb);
  options->run.machine.clear();
  verb->add_flag("--check", options->check, "Compare the RTL with golden after every command");
  verb->add_flag("--float-twin", options->float_twin,
                 "Train the network in fp32 too, and report what that reached");
  verb->add_option("--out", options->out, "Folder for report, metrics and checkpoints");
  verb->add_option("--resume", options->resume,
                   "Continue the run in this folder; with --config: start it when there is none");
  const CLI::Range steps(int64_t{0}, int64_t{1} << 40);
  verb->add_option("--checkpoint-every", options->checkpoint_every,
                   "Write a checkpoint every so many steps, besides every epoch")
      ->check(steps);
  verb->add_option("--log-every", options->log_every, "Log metrics every so many steps")
      ->check(steps);
  verb->add_option("--stats", options->stats, "Log statistics of all tensors every so many steps")
      ->check(steps);
  verb->add_option("--trace", options->trace, "FIRST:LAST: write an FST waveform of these cycles");
  verb->add_option("--energy", options->energy, "Energy table; default horowitz_45nm");
  verb->callback([options, chosen] { *chosen = [options] { return RunTrain(*options); }; });
}

}  // namespace itg
