// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/report/sha256.h"
#include "sw/train/train.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Silent final : public TrainObserver {
 public:
  explicit Silent(int64_t stop_after = 0) : stop_after_(stop_after) {}
  void OnStep(const StepInfo& info) override {
    ++steps;
    last = info;
  }
  void OnEpoch(const EpochResult&) override { ++epochs; }
  bool Stop() override { return steps == stop_after_; }

  int64_t steps = 0;
  int epochs = 0;
  StepInfo last;

 private:
  int64_t stop_after_;
};

struct Trained {
  TrainResult result;
  std::vector<Tensor> weights;
};

Trained TrainWith(const std::vector<std::string>& overrides, Silent* observer) {
  const TrainConfig config = LoadTrainConfig("digits", overrides, nullptr);
  const Dataset data = LoadDataset(config.data);
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  const TrainResult result = Train(&session, observer);
  return {result, session.weights()};
}

Trained TrainWith(const std::vector<std::string>& overrides) {
  Silent silent;
  return TrainWith(overrides, &silent);
}

TEST(Training, DigitsReach95PercentForThreeSeeds) {
  for (const int seed : {1, 2, 3}) {
    const Trained trained = TrainWith({"seed=" + std::to_string(seed)});
    EXPECT_GE(trained.result.epochs.back().accuracy_test, 0.95) << "seed " << seed;
    EXPECT_LT(trained.result.epochs.back().loss, trained.result.epochs.front().loss / 4);
  }
}

TEST(Training, FusedAndUnfusedGiveTheSameWeights) {
  const std::vector<std::string> stochastic = {"epochs=2",
                                               "mu=4",
                                               "rounding.activation=stochastic",
                                               "rounding.error=stochastic",
                                               "rounding.gradient=stochastic",
                                               "rounding.loss=stochastic"};
  for (std::vector<std::string> overrides :
       {std::vector<std::string>{"epochs=2", "mu=4"}, stochastic}) {
    const Trained fused = TrainWith(overrides);
    overrides.push_back("fused=false");
    const Trained unfused = TrainWith(overrides);
    EXPECT_EQ(Sha256(fused.weights), Sha256(unfused.weights));
    EXPECT_EQ(fused.result.epochs.back().loss, unfused.result.epochs.back().loss);
  }
}

TEST(Training, SeedDecidesEverything) {
  const std::vector<std::string> one = {"epochs=1", "mu=4"};
  const std::vector<std::string> two = {"epochs=1", "mu=4", "seed=2"};
  EXPECT_EQ(TrainWith(one).weights, TrainWith(one).weights);
  EXPECT_NE(TrainWith(one).weights, TrainWith(two).weights);
}

// 100 images in batches of 32: three steps, the last four images are dropped.
TEST(Training, DropsTheLastPartialBatch) {
  Silent silent;
  const Trained trained =
      TrainWith({"data.train_limit=100", "batch=32", "epochs=2", "mu=4"}, &silent);
  EXPECT_EQ(trained.result.steps, 6);
  EXPECT_EQ(silent.steps, 6);
  EXPECT_EQ(silent.epochs, 2);
  EXPECT_EQ(silent.last.score.samples, 96);
  EXPECT_EQ(silent.last.progress, 1.0);
}

// 300 test images: a batch of 256 and one of 44. Weights stay as they are.
TEST(Training, EvaluationKeepsTheRemainder) {
  const TrainConfig config = LoadTrainConfig("digits", {"data.test_limit=300"}, nullptr);
  const Dataset data = LoadDataset(config.data);
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  const std::vector<Tensor> before = session.weights();
  const Score first = session.Evaluate(data.test);
  EXPECT_EQ(first.samples, 300);
  EXPECT_EQ(session.evaluation().size(), 2u);
  EXPECT_EQ(session.Evaluate(data.test).loss(), first.loss());
  EXPECT_EQ(session.evaluation().size(), 2u);
  EXPECT_EQ(session.weights(), before);
}

TEST(Training, EvaluationBetweenEpochsChangesNothing) {
  const Trained together = TrainWith({"epochs=2", "mu=4"});
  const TrainConfig config = LoadTrainConfig("digits", {"epochs=2", "mu=4"}, nullptr);
  const Dataset data = LoadDataset(config.data);
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  for (int epoch = 0; epoch < 2; ++epoch) {
    session.BeginEpoch();
    for (int64_t step = 0; step < session.steps_per_epoch(); ++step) session.Step();
    session.TakeWeights();
  }
  EXPECT_EQ(session.weights(), together.weights);
}

TEST(Training, StopsWhenAsked) {
  Silent silent(7);
  const Trained trained = TrainWith({}, &silent);
  EXPECT_TRUE(trained.result.interrupted);
  EXPECT_EQ(trained.result.steps, 7);
  EXPECT_TRUE(trained.result.epochs.empty());
}

TEST(Training, ABatchLargerThanTheSetIsRefused) {
  EXPECT_EQ(ErrorOf([] { TrainWith({"batch=1438"}); }),
            "digits: batch = 1438: more than the 1437 training images");
}

}  // namespace
}  // namespace itg
