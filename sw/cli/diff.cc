// SPDX-License-Identifier: Apache-2.0
//
// intaglio diff: two folders or files that were written, or two runs side by side.
#include "sw/dump/diff.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sw/cli/verbs.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "sw/dump/dump_folder.h"

namespace itg {
namespace {

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

}  // namespace

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

}  // namespace itg
