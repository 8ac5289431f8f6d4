// SPDX-License-Identifier: Apache-2.0
//
// intaglio diff: two folders or files that were written, or two runs side by side.
#include "sw/dump/diff.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "model/error.h"
#include "sw/cli/cli.h"
#include "sw/cli/run_options.h"
#include "sw/config/json_object.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "sw/dump/dump_folder.h"

namespace itg {
namespace {

struct DiffOptions {
  std::vector<std::string> paths;
  RunOptions first;
  RunOptions second;  // what is not given is as in `first`
  int64_t steps = 0;
};

bool BothHave(const std::vector<std::string>& paths, const std::string& file) {
  return std::filesystem::exists(paths[0] + "/" + file) &&
         std::filesystem::exists(paths[1] + "/" + file);
}

nlohmann::json ReadReport(const std::string& folder) {
  const std::string source = folder + "/report.json";
  return ParseJson(ReadFile(source), source);
}

DiffResult DiffPaths(const std::vector<std::string>& paths) {
  if (BothHave(paths, "dump.json")) {
    return DiffTensors(ReadDump(paths[0]).tensors, ReadDump(paths[1]).tensors);
  }
  if (BothHave(paths, "report.json")) {
    return DiffReports(ReadReport(paths[0]), ReadReport(paths[1]));
  }
  for (const std::string& path : paths) {
    if (!std::filesystem::is_regular_file(path)) {
      throw Error(path + ": expected two folders with dump.json, two with report.json, or two " +
                  ".npy files");
    }
  }
  return DiffTensors({{"tensor", "", ReadNpy(paths[0])}}, {{"tensor", "", ReadNpy(paths[1])}});
}

struct Side {
  TrainConfig config;
  Dataset data;
  std::unique_ptr<Machine> machine;
  std::unique_ptr<Session> session;
};

std::unique_ptr<Side> MakeSide(const RunOptions& options) {
  auto side = std::make_unique<Side>();
  const std::optional<HwConfig> hw = options.Hardware();
  side->config = options.Config(hw);
  side->data = LoadDataset(side->config.data);
  side->machine = MakeMachine(options.Machine(hw));
  side->session = std::make_unique<Session>(side->config, side->data, side->machine.get());
  return side;
}

// Trains both side by side until a tensor that both have differs.
DiffResult DiffRuns(const DiffOptions& options) {
  RunOptions second = options.first;
  second.Adopt(options.second);
  const std::unique_ptr<Side> a = MakeSide(options.first);
  const std::unique_ptr<Side> b = MakeSide(second);
  int64_t steps = a->session->steps_per_epoch() * a->config.epochs();
  steps = std::min(steps, b->session->steps_per_epoch() * b->config.epochs());
  if (options.steps > 0) steps = std::min(steps, options.steps);
  DiffResult total;
  for (int64_t step = 0; step < steps && !total.parted(); ++step) {
    const DiffResult result =
        DiffTensors(CaptureStep(a->session.get()), CaptureStep(b->session.get()));
    total.compared += result.compared;
    total.different = result.different;
    total.text = fmt::format("step {}\n{}", step, result.text);
  }
  return total;
}

int RunDiff(const DiffOptions& options) {
  const bool runs = !options.first.config.empty();
  if (runs == !options.paths.empty()) {
    throw Error("diff: needs two folders or files, or --config for two runs");
  }
  const DiffResult result = runs ? DiffRuns(options) : DiffPaths(options.paths);
  if (result.compared == 0) throw Error("diff: the two have nothing in common to compare");
  fmt::print("{}{} compared, {} differ\n", result.text, result.compared, result.different);
  return result.parted() ? kExitDifference : kExitFine;
}

}  // namespace

void AddDiff(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand(
      "diff", "Show where two runs part: two folders or files, or two runs side by side");
  const auto options = std::make_shared<DiffOptions>();
  verb->add_option("paths", options->paths,
                   "Two folders of dump --all or train --out, or two .npy files")
      ->expected(2);
  options->first.AddConfig(verb);
  options->first.AddMachine(verb);
  verb->get_option("--config")->required(false);
  verb->add_option("--config2", options->second.config, "Second run: as the first but for this");
  verb->add_option("--machine2", options->second.machine, "Second run: its machine");
  verb->add_option("--hw2", options->second.hw, "Second run: its hardware");
  verb->add_option("--seed2", options->second.seed, "Second run: its seed");
  verb->add_option("--set2", options->second.overrides, "Second run: key=value, after --set")
      ->type_size(1)
      ->allow_extra_args(false);
  verb->add_option("--steps", options->steps, "Stop after so many steps")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40));
  options->second.machine.clear();
  verb->callback([options, chosen] { *chosen = [options] { return RunDiff(*options); }; });
}

}  // namespace itg
