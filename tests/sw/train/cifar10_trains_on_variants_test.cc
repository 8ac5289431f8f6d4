// SPDX-License-Identifier: Apache-2.0
//
// The 60,000 images of CIFAR-10 (JPEG copies that lie beside the repository; without them the test
// is skipped), from the files through variants and the loading thread to weights.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/machine/golden_machine.h"
#include "sw/report/sha256.h"
#include "sw/train/train.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class IgnoreProgress final : public TrainObserver {
 public:
  void OnStep(const StepInfo&) override {}
  void OnEpoch(const EpochResult&) override {}
  bool Stop() override { return false; }
};

TrainConfig Config(const std::string& folder, bool augment) {
  nlohmann::json json = {
      {"data", {{"source", "cifar10"}, {"folder", folder}, {"name", "CIFAR-10 (JPEG)"}}},
      {"network", {{{"linear", 64}}, "relu", {{"linear", 10}}}},
      {"batch", 100},
      {"epochs", 2},
      {"mu", 3}};
  json["data"]["train_limit"] = 5000;
  json["data"]["test_limit"] = 2000;
  if (augment) json["data"]["augment"] = {{"pad", 4}, {"flip", true}};
  return ParseTrainConfig(json, "test", nullptr);
}

struct Trained {
  std::string digest;
  double accuracy;
};

Trained TrainOn(const Dataset& data, const TrainConfig& config) {
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  IgnoreProgress progress;
  const TrainResult result = Train(&session, &progress);
  return {Sha256(session.weights()), result.epochs.back().accuracy_test};
}

TEST(Cifar10Jpeg, IsReadAndTrained) {
  const std::string folder = UnpackedCifar10();
  if (folder.empty()) GTEST_SKIP() << "skipped: no ../shared/datasets/cifar10, or no python3-pil";
  const TrainConfig plain = Config(folder, false);
  DataConfig all = plain.data;
  all.train_limit = all.test_limit = 0;
  const Dataset whole = LoadDataset(all);
  EXPECT_EQ(whole.name, "CIFAR-10 (JPEG)");
  for (int label = 0; label < 10; ++label) {
    EXPECT_EQ(std::count(whole.train.labels.begin(), whole.train.labels.end(), label), 5000);
    EXPECT_EQ(std::count(whole.test.labels.begin(), whole.test.labels.end(), label), 1000);
  }
  // JPEG moves the pixels a little about the published mean and deviation; a channel in the place
  // of another would be off by more.
  std::vector<double> mean;
  std::vector<double> deviation;
  Normalise(whole.train, &mean, &deviation);
  for (size_t channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(mean.at(channel), whole.mean.at(channel), 0.002);
    EXPECT_NEAR(deviation.at(channel), whole.deviation.at(channel), 0.002);
  }

  const Dataset data = LoadDataset(plain.data);
  const TrainConfig varied = Config(folder, true);
  const Trained first = TrainOn(data, varied);
  EXPECT_EQ(TrainOn(data, varied).digest, first.digest);
  EXPECT_NE(TrainOn(data, plain).digest, first.digest);
  EXPECT_GE(first.accuracy, 0.25);  // guessing gives 0.1
}

}  // namespace
}  // namespace itg
