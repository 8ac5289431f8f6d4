// SPDX-License-Identifier: Apache-2.0
#include "sw/checkpoint/checkpoint.h"

#include <filesystem>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sw/checkpoint/checkpoint_json.h"
#include "sw/data/file.h"
#include "sw/data/npz.h"

namespace itg {
namespace {

constexpr const char* kText = "checkpoint.json";

[[noreturn]] void Refuse(const Checkpoint& checkpoint, const std::string& what) {
  throw Error(checkpoint.path + ": " + what);
}

std::vector<Tensor> WeightsFor(const Pass& pass, const Checkpoint& checkpoint) {
  const Program& program = pass.runner().program();
  if (checkpoint.weights.size() != pass.weights().size()) {
    Refuse(checkpoint, std::to_string(checkpoint.weights.size()) + " weight tensors, the network " +
                           "has " + std::to_string(pass.weights().size()));
  }
  std::vector<Tensor> weights;
  for (size_t i = 0; i < checkpoint.weights.size(); ++i) {
    const Buffer& buffer = program[pass.weights()[i]];
    const auto& [name, tensor] = checkpoint.weights[i];
    if (name != buffer.name) {
      Refuse(checkpoint, "array '" + name + "': the network has '" + buffer.name + "' there");
    }
    try {
      CheckContents(buffer, tensor);
    } catch (const Error& error) {
      Refuse(checkpoint, error.what());
    }
    weights.push_back(tensor);
  }
  return weights;
}

void CheckPosition(const Checkpoint& checkpoint, const Session& session) {
  const int64_t epochs = static_cast<int64_t>(checkpoint.progress.epochs.size());
  const int64_t steps = checkpoint.progress.steps;
  const int64_t first = epochs * session.steps_per_epoch();
  const bool last = epochs == session.config().epochs();
  if (epochs > session.config().epochs() || steps < first ||
      steps > first + (last ? 0 : session.steps_per_epoch())) {
    Refuse(checkpoint, "steps = " + std::to_string(steps) + " after " + std::to_string(epochs) +
                           " epochs is not a step of this training");
  }
}

void RestoreStats(const Checkpoint& checkpoint, const Checkpoint::PassStats& stats,
                  Runner* runner) {
  if (stats.commands.size() != runner->stats().size()) {
    Refuse(checkpoint, std::to_string(stats.commands.size()) + " commands in a step, the " +
                           "program has " + std::to_string(runner->stats().size()));
  }
  runner->SetStats(stats.commands);
}

}  // namespace

Checkpoint Capture(const Session& session, const TrainResult& progress) {
  Checkpoint checkpoint;
  checkpoint.configuration = ToJson(session.config());
  checkpoint.progress = progress;
  const Pass& training = session.training_pass();
  checkpoint.training = {training.batch(), training.runner().stats()};
  for (const Pass& pass : session.evaluation()) {
    checkpoint.evaluation.push_back({pass.batch(), pass.runner().stats()});
  }
  for (size_t i = 0; i < session.weights().size(); ++i) {
    const std::string& name = training.runner().program()[training.weights()[i]].name;
    checkpoint.weights.emplace_back(name, session.weights()[i]);
  }
  return checkpoint;
}

void Restore(const Checkpoint& checkpoint, Session* session) {
  CheckPosition(checkpoint, *session);
  session->Resume(static_cast<int>(checkpoint.progress.epochs.size()), checkpoint.progress.steps,
                  WeightsFor(session->training_pass(), checkpoint));
  if (!session->first()) return;
  RestoreStats(checkpoint, checkpoint.training, &session->training());
  for (const Checkpoint::PassStats& stats : checkpoint.evaluation) {
    if (stats.batch < 1 || stats.batch > kEvaluationBatch) Refuse(checkpoint, "evaluation batch");
    RestoreStats(checkpoint, stats, &session->EvaluationPass(stats.batch)->runner());
  }
}

void RestoreWeights(const Checkpoint& checkpoint, Session* session) {
  session->Resume(0, 0, WeightsFor(session->training_pass(), checkpoint));
}

Checkpoint ReadCheckpoint(const std::string& path) {
  const Npz npz = ReadNpz(path);
  Checkpoint checkpoint;
  checkpoint.path = path;
  const std::string source = path + ": " + kText;
  FromJson(ParseJson(npz.Text(kText, path), source), &checkpoint);
  for (auto& [name, tensor] : checkpoint.weights) tensor = npz.Get(name, path);
  return checkpoint;
}

std::string NewestCheckpoint(const std::string& folder) {
  const std::string newest = folder + "/" + kCheckpointFile;
  const std::string previous = folder + "/" + kPreviousFile;
  const bool moved = !std::filesystem::exists(newest) && std::filesystem::exists(previous);
  return moved ? previous : newest;
}

void WriteCheckpoint(const Checkpoint& checkpoint, const std::string& folder) {
  Npz npz;
  npz.AddText(kText, ToJson(checkpoint).dump(1) + "\n");
  for (const auto& [name, tensor] : checkpoint.weights) npz.Add(name, tensor);
  WriteFileKeeping(folder + "/" + kCheckpointFile, folder + "/" + kPreviousFile, npz.Bytes());
}

}  // namespace itg
