// SPDX-License-Identifier: Apache-2.0
//
// intaglio replay
#include "sw/replay/replay.h"

#include <fmt/format.h>

#include <memory>

#include "sw/cli/cli.h"
#include "sw/cli/run_options.h"
#include "sw/cli/trace.h"

namespace itg {
namespace {

struct ReplayOptions {
  RunOptions run;
  std::string folder;
  bool fused = false;
  std::string trace;
};

int RunReplay(const ReplayOptions& options) {
  const Recording recording = ReadRecording(options.folder);
  MachineOptions machine_options = options.run.Machine(options.run.Hardware());
  SetTrace(options.trace, "", &machine_options);
  const std::unique_ptr<Machine> machine = MakeMachine(machine_options);
  const ReplayResult result = Replay(recording, options.fused, machine.get());
  for (const std::string& line : result.differences) fmt::print("DIFFERS {}\n", line);
  fmt::print("{} on {}: {} steps, {} tensors with {} elements compared, {} differ\n",
             options.folder, options.run.machine, recording.steps, result.tensors, result.elements,
             result.differences.size());
  fmt::print("{}", TraceReport(machine_options));
  return result.passed() ? kExitFine : kExitDifference;
}

}  // namespace

void AddReplay(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("replay", "Replay recorded training steps and compare every tensor");
  const auto options = std::make_shared<ReplayOptions>();
  verb->add_option("folder", options->folder, "Folder with meta.json and .npy files")->required();
  options->run.AddMachine(verb);
  verb->add_flag("--fused", options->fused, "Run fused commands; what they keep is not compared");
  verb->add_option("--trace", options->trace, "FIRST:LAST: write ./trace.fst of these cycles");
  verb->callback([options, chosen] { *chosen = [options] { return RunReplay(*options); }; });
}

}  // namespace itg
