// SPDX-License-Identifier: Apache-2.0
//
// The shipped MNIST configuration, whole, on the golden machine. The data set lies beside the
// repository; without it the test is skipped.
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
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

class Mnist : public ::testing::TestWithParam<int> {};

// 97.4 %: the prototype of the arithmetic reached 97.68 % with one seed.
TEST_P(Mnist, SixEpochsReach97Point4Percent) {
  const std::string folder = SharedFolder("datasets/mnist");
  if (folder.empty()) GTEST_SKIP() << "skipped: no ../shared/datasets/mnist";
  const TrainConfig config = LoadTrainConfig(
      "mnist_mlp", {"data.folder=" + folder, "seed=" + std::to_string(GetParam())}, nullptr);
  const Dataset data = LoadDataset(config.data);
  ASSERT_EQ(data.train.count, 60000);
  ASSERT_EQ(data.test.count, 10000);
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  IgnoreProgress progress;
  const TrainResult result = Train(&session, &progress);
  ASSERT_EQ(result.epochs.size(), 6u);
  EXPECT_EQ(result.steps, 6 * 937);
  EXPECT_GE(result.epochs.back().accuracy_test, 0.974);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Mnist, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace itg
