// SPDX-License-Identifier: Apache-2.0
//
// intaglio eval: accuracy and loss of a checkpoint, on any machine.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "model/error.h"
#include "sw/checkpoint/checkpoint.h"
#include "sw/cli/timeline.h"
#include "sw/cli/verbs.h"
#include "sw/data/file.h"

namespace itg {
namespace {

Checkpoint Load(const EvalOptions& options) {
  if (options.checkpoint.empty() == options.folder.empty()) {
    throw Error("eval: needs --checkpoint FILE or --run FOLDER");
  }
  if (!options.checkpoint.empty()) return ReadCheckpoint(options.checkpoint);
  const std::string path = NewestCheckpoint(options.folder);
  if (std::filesystem::exists(path)) return ReadCheckpoint(path);
  throw Error("--run " + options.folder + ": no " + kCheckpointFile + " there");
}

// The configuration that the weights were trained with; --set may change what evaluation allows.
TrainConfig ConfigOf(const Checkpoint& checkpoint, const EvalOptions& options,
                     const std::optional<HwConfig>& hw) {
  nlohmann::json saved = checkpoint.configuration;
  const std::string source = saved.value("source", checkpoint.path);
  saved.erase("source");
  return options.run.Config(saved, source, hw);
}

void Print(const Checkpoint& checkpoint, const EvalOptions& options, const Session& session,
           const Score& score) {
  const int64_t steps = checkpoint.progress.steps;
  fmt::print(
      "{} after {} steps ({} epochs), {} images on {}: loss {:.4f}, accuracy {:.2f} % "
      "({} of {})\n",
      checkpoint.path, steps, steps / session.steps_per_epoch(), options.images,
      options.run.machine, score.mean_loss(), 100 * score.accuracy(), score.correct, score.samples);
  if (options.json.empty()) return;
  const nlohmann::ordered_json json = {
      {"checkpoint", checkpoint.path}, {"steps", steps},
      {"images", options.images},      {"machine", options.run.machine},
      {"loss", score.mean_loss()},     {"accuracy", score.accuracy()},
      {"correct", score.correct},      {"samples", score.samples}};
  WriteFile(options.json, json.dump(2) + "\n");
}

}  // namespace

int RunEval(const EvalOptions& options) {
  const Checkpoint checkpoint = Load(options);
  const std::optional<HwConfig> hw = options.run.Hardware();
  const TrainConfig config = ConfigOf(checkpoint, options, hw);
  const Dataset data = LoadDataset(config.data);
  MachineOptions machine_options = options.run.Machine(hw);
  machine_options.check = options.check;
  RunTimeline timeline(options.timeline, &machine_options);
  const std::unique_ptr<Machine> machine = MakeMachine(machine_options);
  Session session(config, data, machine.get());
  RestoreWeights(checkpoint, &session);
  const ImageSet& images = options.images == "test" ? data.test : data.train;
  try {
    const Score score = session.Evaluate(images);
    if (options.check && ComparisonOf(*machine).commands == 0) {
      throw Error("--check: nothing was compared");
    }
    Print(checkpoint, options, session, score);
    fmt::print("{}", timeline.Finish());
  } catch (const Difference& difference) {
    fmt::print("{}", timeline.Finish());
    fmt::print(stderr, "{}\n", difference.what());
    const auto repeat = [&](const MachineOptions& traced) {
      const std::unique_ptr<Machine> again = MakeMachine(traced);
      Session repeated(config, data, again.get());
      RestoreWeights(checkpoint, &repeated);
      repeated.Evaluate(images);
    };
    ReplayDifference(difference, machine_options, options.replay, options.folder, repeat, stderr);
    return kExitDifference;
  }
  return kExitFine;
}

}  // namespace itg
