// SPDX-License-Identifier: Apache-2.0
//
// intaglio dump
#include <fmt/format.h>

#include <memory>

#include "model/error.h"
#include "sw/cli/cli.h"
#include "sw/cli/run_options.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "sw/dump/dump_folder.h"

namespace itg {
namespace {

struct DumpOptions {
  RunOptions run;
  int64_t step = 0;
  std::string tensor;
  std::string out;
  std::string all;
};

void WriteOne(const std::vector<Captured>& tensors, const DumpOptions& options) {
  std::string names;
  for (const Captured& captured : tensors) {
    names += (names.empty() ? "" : ", ") + captured.name;
    if (captured.name != options.tensor) continue;
    WriteNpy(options.out, captured.tensor);
    fmt::print("{}: {} {}, exponent {}\n", options.out, captured.name,
               ToString(captured.tensor.shape()), captured.tensor.exponent());
    return;
  }
  throw Error("--tensor " + options.tensor + ": allowed: " + names);
}

int RunDump(const DumpOptions& options) {
  if (options.all.empty() && (options.tensor.empty() || options.out.empty())) {
    throw Error("dump: needs --tensor NAME with --out FILE, or --all FOLDER");
  }
  const std::optional<HwConfig> hw = options.run.Hardware();
  const TrainConfig config = options.run.Config(hw);
  const Dataset data = LoadDataset(config.data);
  if (!options.all.empty()) MakeWritableFolder(options.all);
  const std::unique_ptr<Machine> machine = MakeMachine(options.run.Machine(hw));
  Session session(config, data, machine.get());
  AdvanceTo(options.step, &session);
  Dump dump;
  dump.tensors = CaptureStep(&session);
  dump.about = {{"machine", options.run.machine},
                {"step", options.step},
                {"epoch", session.epoch() + 1},
                {"configuration", ToJson(config)}};
  if (!options.tensor.empty()) WriteOne(dump.tensors, options);
  if (!options.all.empty()) {
    WriteDump(dump, options.all);
    fmt::print("{}: {} tensors of step {}\n", options.all, dump.tensors.size(), options.step);
  }
  return kExitFine;
}

}  // namespace

void AddDump(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand("dump", "Write tensors of a training step as .npy");
  const auto options = std::make_shared<DumpOptions>();
  options->run.AddConfig(verb);
  options->run.AddMachine(verb);
  verb->add_option("--step", options->step, "Training step, counted from 0")->required();
  verb->add_option("--tensor", options->tensor, "Name, as fc1.weight or fc1.weight.before");
  verb->add_option("--out", options->out, "File for --tensor");
  verb->add_option("--all", options->all, "Folder for every tensor of the step")
      ->excludes("--tensor")
      ->excludes("--out");
  verb->callback([options, chosen] { *chosen = [options] { return RunDump(*options); }; });
}

}  // namespace itg
