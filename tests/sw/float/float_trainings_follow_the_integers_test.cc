// SPDX-License-Identifier: Apache-2.0
//
// Does the twin learn, and does it see what the integer training sees: the same images in the same
// order, the same variants, weights from the same draws?
#include <gtest/gtest.h>

#include <cmath>

#include "model/ops/initial_weights.h"
#include "sw/float/float_session.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"
#include "sw/train/training_batches.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Quiet final : public TrainObserver {
 public:
  explicit Quiet(int64_t stop_after = 0) : stop_after_(stop_after) {}
  void OnStep(const StepInfo& info) override { last = info; }
  void OnEpoch(const EpochResult&) override {}
  bool Stop() override { return ++steps_ == stop_after_; }
  StepInfo last;

 private:
  int64_t stop_after_;
  int64_t steps_ = 0;
};

struct Trained {
  TrainResult result;
  FloatWeights weights;
};

Trained TrainWith(std::vector<std::string> overrides, Quiet* observer) {
  overrides.emplace_back("arithmetic=float");
  const TrainConfig config = LoadTrainConfig("digits", overrides, nullptr);
  const Dataset data = LoadDataset(config.data);
  FloatSession session(config, data);
  const TrainResult result = TrainFloat(&session, observer);
  return {result, session.weights()};
}

Trained TrainWith(const std::vector<std::string>& overrides) {
  Quiet quiet;
  return TrainWith(overrides, &quiet);
}

TEST(FloatTraining, DigitsReach95PercentForThreeSeeds) {
  for (const int seed : {1, 2, 3}) {
    const Trained trained = TrainWith({"seed=" + std::to_string(seed)});
    EXPECT_GE(trained.result.epochs.back().accuracy_test, 0.95) << "seed " << seed;
    EXPECT_LT(trained.result.epochs.back().loss, trained.result.epochs.front().loss / 4);
    EXPECT_EQ(trained.result.epochs.back().learning_rate, 0.05);
  }
}

TEST(FloatTraining, ResidualConvolutionalNetworksLearn) {
  const Trained trained = TrainWith({R"(network=[{"conv": 8, "kernel": 3, "padding": 1}, "relu",
      {"residual": [{"conv": 8, "kernel": 3, "padding": 1}, "relu",
                    {"conv": 8, "kernel": 3, "padding": 1}]}, "relu",
      {"max_pool": 2}, "dropout", {"linear": "classes"}])",
                                     "epochs=6", "mu=4", "float.learning_rate=0.1"});
  EXPECT_GE(trained.result.epochs.back().accuracy_test, 0.93);
}

TEST(FloatTraining, RepeatsItself) {
  const std::vector<std::string> one = {"epochs=1", "mu=4"};
  const std::vector<std::string> two = {"epochs=1", "mu=4", "seed=2"};
  EXPECT_EQ(TrainWith(one).weights, TrainWith(one).weights);
  EXPECT_NE(TrainWith(one).weights, TrainWith(two).weights);
}

TEST(FloatTraining, TheRateOfAnEpochIsThatOfItsEntry) {
  const std::vector<std::string> epochs = {"epochs=3", "mu=4",
                                           "float.learning_rate=[0.1,0.1,1e-9]"};
  const Trained trained = TrainWith(epochs);
  EXPECT_EQ(trained.result.epochs[1].learning_rate, 0.1);
  EXPECT_EQ(trained.result.epochs[2].learning_rate, 1e-9);
  EXPECT_EQ(trained.result.epochs[2].accuracy_test, trained.result.epochs[1].accuracy_test);
  EXPECT_NE(trained.result.epochs[1].loss, trained.result.epochs[0].loss);
}

// A rate without sense ends nowhere, but it ends: with a loss that says so.
TEST(FloatTraining, DivergenceIsAHugeLoss) {
  const Trained trained = TrainWith({"epochs=2", "mu=4", "float.learning_rate=1000"});
  EXPECT_GT(trained.result.epochs.back().loss, 1e9);
  EXPECT_LT(trained.result.epochs.back().accuracy_test, 0.3);
}

TEST(FloatTraining, StopsWhenAsked) {
  Quiet quiet(7);
  const Trained trained = TrainWith({}, &quiet);
  EXPECT_TRUE(trained.result.interrupted);
  EXPECT_EQ(trained.result.steps, 7);
  EXPECT_TRUE(trained.result.epochs.empty());
}

// 100 images in batches of 32: three steps, the last four images are dropped.
TEST(FloatTraining, DropsTheLastPartialBatch) {
  Quiet quiet;
  const Trained trained =
      TrainWith({"data.train_limit=100", "batch=32", "epochs=2", "mu=4"}, &quiet);
  EXPECT_EQ(trained.result.steps, 6);
  EXPECT_EQ(quiet.last.score.samples, 96);
  EXPECT_EQ(quiet.last.progress, 1.0);
}

// Batches of 16 bits are the images to about 2^-15 of the largest.
TEST(FloatTraining, SeesTheImagesOfTheIntegerTraining) {
  const TrainConfig config =
      LoadTrainConfig("digits", {R"(data.augment={"pad": 2, "flip": true})"}, nullptr);
  const Dataset data = LoadDataset(config.data);
  BatchLoader loader(data, 16);
  TrainingBatches integers(&loader, {config.batch, config.seed, config.data.augment});
  FloatBatches floats(data, config.data.augment, config.batch, config.seed);
  ASSERT_EQ(floats.steps(), integers.steps());
  Tensor input({config.batch, 64}, ElementType::kInt16);
  Tensor labels({config.batch}, ElementType::kInt32);
  std::vector<float> images(static_cast<size_t>(input.size()));
  std::vector<int32_t> answers(static_cast<size_t>(config.batch));
  for (uint32_t epoch = 0; epoch < 2; ++epoch) {
    integers.Begin(epoch);
    floats.Begin(epoch);
    for (int64_t step = 0; step < floats.steps(); ++step) {
      integers.Next(&input, &labels);
      floats.Next(images.data(), answers.data());
      for (int64_t i = 0; i < input.size(); ++i) {
        const double expected = std::ldexp(static_cast<double>(input.Get(i)), input.exponent());
        ASSERT_NEAR(images[static_cast<size_t>(i)], expected, std::ldexp(1.0, input.exponent()));
      }
      ASSERT_EQ(answers, std::vector<int32_t>(labels.data<int32_t>(),
                                              labels.data<int32_t>() + labels.size()));
    }
  }
}

// The integers are the draws stretched until the largest is Max.
TEST(FloatTraining, StartsFromTheDrawsOfTheIntegerNetwork) {
  const Network network =
      ParseNetwork(nlohmann::json::parse(R"([{"conv": 5, "kernel": 3}, {"linear": 10}])"), "test",
                   {8, 8, 3}, 10);
  const FloatWeights weights = FloatStartWeights(network, Numbers(), 9);
  for (size_t layer = 0; layer < 2; ++layer) {
    const Shape& shape = network.layers[layer].weight;
    const double fans = layer == 0 ? 9.0 * (3 + 5) : 10.0 + 6 * 6 * 5;
    const Tensor integers =
        InitialWeights(shape, 16, 9, TensorId(static_cast<int64_t>(layer), Role::kWeight));
    double largest = 0;
    for (const float w : weights[layer]) largest = std::max<double>(largest, std::abs(w));
    EXPECT_LE(largest, std::sqrt(6 / fans));
    EXPECT_GE(largest, 0.9 * std::sqrt(6 / fans));
    ASSERT_EQ(weights[layer].size(), static_cast<size_t>(integers.size()));
    for (int64_t i = 0; i < integers.size(); ++i) {
      const double expected = static_cast<double>(integers.Get(i)) * largest / 32767;
      ASSERT_NEAR(weights[layer][static_cast<size_t>(i)], expected, largest / 32767);
    }
  }
}

TEST(FloatTraining, ABatchLargerThanTheSetIsRefused) {
  EXPECT_EQ(ErrorOf([] { TrainWith({"batch=1438"}); }),
            "digits: batch = 1438: more than the 1437 training images");
}

TEST(FloatTraining, KeysAreReadOrRefused) {
  const auto load = [](const std::string& override_) {
    return [override_] { LoadTrainConfig("digits", {override_}, nullptr); };
  };
  EXPECT_EQ(ErrorOf(load("arithmetic=fp16")),
            "digits: arithmetic = \"fp16\": expected integer or float");
  EXPECT_EQ(ErrorOf(load("float=0.1")),
            "digits: 'float' is not an object (allowed: learning_rate)");
  EXPECT_EQ(ErrorOf(load("float.momentum=0.9")),
            "digits: unknown key 'float.momentum' (allowed: learning_rate)");
  EXPECT_EQ(ErrorOf(load("float.learning_rate=0")),
            "digits: float.learning_rate = 0: expected a number 1e-09..1000.0");
  EXPECT_EQ(
      ErrorOf(load("float.learning_rate=[0.1,0.2]")),
      "digits: float.learning_rate = [0.1,0.2]: expected one entry for each of the 10 epochs");
  EXPECT_EQ(ErrorOf(load(R"(float.learning_rate=[{"epoch":1,"learning_rate":"fast"}])")),
            "digits: float.learning_rate.0.learning_rate = \"fast\": expected a number "
            "1e-09..1000.0");
  const TrainConfig config = LoadTrainConfig(
      "digits",
      {R"(float.learning_rate=[{"epoch":1,"learning_rate":0.1},{"epoch":9,"learning_rate":0.01}])"},
      nullptr);
  EXPECT_FALSE(config.is_float);
  EXPECT_EQ(config.learning_rate,
            (std::vector<double>{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01}));
}

}  // namespace
}  // namespace itg
