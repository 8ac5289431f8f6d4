// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/checkpoint/checkpoint.h"
#include "sw/checkpoint/checkpoint_json.h"
#include "sw/data/file.h"
#include "sw/data/npz.h"
#include "sw/train/train.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

constexpr const char* kText = "checkpoint.json";

class StopAfter final : public TrainObserver {
 public:
  explicit StopAfter(int64_t steps) : steps_(steps) {}
  void OnStep(const StepInfo& info) override { done_ = info.done; }
  void OnEpoch(const EpochResult&) override {}
  bool Stop() override { return done_ == steps_; }

 private:
  int64_t steps_;
  int64_t done_ = -1;
};

class Checkpoints : public ::testing::Test {
 protected:
  // A training of two epochs of 44 steps, stopped after `steps`.
  Checkpoint At(int64_t steps) {
    Session session(config_, data_, machine_.get());
    StopAfter observer(steps);
    const TrainResult result = Train(&session, &observer);
    EXPECT_EQ(result.steps, steps);
    return Capture(session, result);
  }
  Checkpoint Written(const Checkpoint& checkpoint) {
    WriteCheckpoint(checkpoint, folder_.path());
    return ReadCheckpoint(folder_ / kCheckpointFile);
  }
  const TrainConfig config_ = LoadTrainConfig("digits", {"epochs=2", "mu=4"}, nullptr);
  const Dataset data_ = LoadDataset(config_.data);
  std::unique_ptr<Machine> machine_ = MakeGoldenMachine();
  TempFolder folder_;
};

// At the start of an epoch, within it, after its last step but before its evaluation.
TEST_F(Checkpoints, GoOnToTheSameWeightsCostsAndScores) {
  Session uninterrupted(config_, data_, machine_.get());
  StopAfter nowhere(-2);
  const TrainResult all = Train(&uninterrupted, &nowhere);
  const Checkpoint whole = Capture(uninterrupted, all);
  for (const int64_t steps : {1, 43, 44, 45, 87}) {
    const Checkpoint saved = Written(At(steps));
    Session session(config_, data_, machine_.get());
    Restore(saved, &session);
    StopAfter never(-2);
    const TrainResult result = Train(&session, &never, saved.progress);
    const Checkpoint end = Capture(session, result);
    EXPECT_EQ(end.weights, whole.weights) << steps;
    nlohmann::json a = ToJson(end);
    nlohmann::json b = ToJson(whole);
    for (const char* times : {"training_seconds", "evaluation_seconds", "recording_seconds"}) {
      a["progress"].erase(times);
      b["progress"].erase(times);
    }
    EXPECT_EQ(a, b) << steps;
  }
}

TEST_F(Checkpoints, TheOneBeforeIsKept) {
  const Checkpoint first = At(3);
  Written(first);
  Written(At(5));
  EXPECT_EQ(ReadCheckpoint(folder_ / kPreviousFile).progress.steps, 3);
  EXPECT_EQ(ReadCheckpoint(folder_ / kPreviousFile).weights, first.weights);
  EXPECT_EQ(NewestCheckpoint(folder_.path()), folder_ / kCheckpointFile);
}

// checkpoint.json without one of its keys, or with another kind of value there.
TEST_F(Checkpoints, AnIncompleteDescriptionIsRefused) {
  Written(At(3));
  const std::string path = folder_ / kCheckpointFile;
  const Npz npz = ReadNpz(path);
  const nlohmann::json good = nlohmann::json::parse(npz.Text(kText, path));
  int tried = 0;
  for (const auto& item : good.items()) {
    if (item.key() == "version" || item.key() == "git_revision") continue;
    for (const bool erased : {true, false}) {
      nlohmann::json bad = good;
      bad[item.key()] = nullptr;
      if (erased) bad.erase(item.key());
      if (!erased && item.key() == "configuration") continue;  // read by the configuration's reader
      Npz changed = npz;
      changed.AddText(kText, bad.dump());
      WriteNpz(path, changed);
      EXPECT_EQ(ErrorOf([&] { ReadCheckpoint(path); }).rfind(path + ": ", 0), 0u) << item.key();
      ++tried;
    }
  }
  EXPECT_GT(tried, 15);
}

TEST_F(Checkpoints, WhatDoesNotFitTheNetworkIsRefused) {
  const Checkpoint good = Written(At(3));
  const std::string path = folder_ / kCheckpointFile;
  const auto refusal = [&](const Checkpoint& bad) {
    Session session(config_, data_, machine_.get());
    return ErrorOf([&] { Restore(bad, &session); });
  };
  Checkpoint bad = good;
  bad.weights.pop_back();
  EXPECT_EQ(refusal(bad), path + ": 1 weight tensors, the network has 2");
  bad = good;
  std::swap(bad.weights[0], bad.weights[1]);
  EXPECT_EQ(refusal(bad), path + ": array 'fc2.weight': the network has 'fc1.weight' there");
  bad = good;
  bad.weights[0].second = Tensor({3}, ElementType::kInt8);
  EXPECT_EQ(refusal(bad).rfind(path + ": ", 0), 0u);
  bad = good;
  bad.weights[0].second.Set(0, -128);
  EXPECT_EQ(refusal(bad).rfind(path + ": ", 0), 0u);
  bad = good;
  bad.progress.steps = 45;
  EXPECT_EQ(refusal(bad), path + ": steps = 45 after 0 epochs is not a step of this training");
  bad = good;
  bad.training.commands.pop_back();
  EXPECT_EQ(refusal(bad), path + ": 5 commands in a step, the program has 6");
}

}  // namespace
}  // namespace itg
