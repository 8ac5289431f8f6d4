// SPDX-License-Identifier: Apache-2.0
//
// Whole trainings of networks other than the plain MLP, on the digits.
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/train/train.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Quiet final : public TrainObserver {
 public:
  void OnStep(const StepInfo&) override {}
  void OnEpoch(const EpochResult&) override {}
  bool Stop() override { return false; }
};

struct Trained {
  TrainResult result;
  std::vector<Tensor> weights;
  double accuracy() const { return result.epochs.back().accuracy_test; }
};

Trained TrainWith(const std::vector<std::string>& overrides) {
  const TrainConfig config = LoadTrainConfig("digits", overrides, nullptr);
  const Dataset data = LoadDataset(config.data);
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  Quiet quiet;
  const TrainResult result = Train(&session, &quiet);
  return {result, session.weights()};
}

// Two weights and their two masters; what the master's upper bits say, the weight says, to one.
TEST(Training, MasterWeightsLearn) {
  const Trained trained = TrainWith({"bits.master=true", "epochs=4", "mu=[12,11,10,9]"});
  EXPECT_GE(trained.accuracy(), 0.93);
  ASSERT_EQ(trained.weights.size(), 4u);
  for (size_t layer = 0; layer < 2; ++layer) {
    const Tensor& weight = trained.weights[layer];
    const Tensor& master = trained.weights[layer + 2];
    EXPECT_EQ(master.exponent(), weight.exponent() - 8);
    for (int64_t i = 0; i < weight.size(); ++i) {
      ASSERT_LE(std::abs(master.Get(i) - 256 * weight.Get(i)), 256 + 255);
    }
  }
}

TEST(Training, ResidualConvolutionalNetworksLearn) {
  const Trained trained = TrainWith({R"(network=[{"conv": 8, "kernel": 3, "padding": 1}, "relu",
      {"residual": [{"conv": 8, "kernel": 3, "padding": 1}, "relu",
                    {"conv": 8, "kernel": 3, "padding": 1}]}, "relu",
      {"max_pool": 2}, {"linear": "classes"}])",
                                     "epochs=3", "mu=[5,4,3]"});
  EXPECT_GE(trained.accuracy(), 0.93);
}

TEST(Training, WidthsOfOneLayerAreItsOwn) {
  const Trained trained = TrainWith({"epochs=1", "mu=3", R"(network.0.bits={"weight": 4})"});
  int64_t largest = 0;
  for (int64_t i = 0; i < trained.weights[0].size(); ++i) {
    largest = std::max(largest, std::abs(trained.weights[0].Get(i)));
  }
  EXPECT_EQ(largest, 7);
}

TEST(Training, MuBeyondTheGradientOfOneLayerIsRefusedAtOnce) {
  const std::string error = ErrorOf([] {
    TrainWith({"epochs=2", "mu=[3,5]", R"(network.0.bits={"gradient": 4})"});
  });
  EXPECT_EQ(error.rfind("digits: mu: command ", 0), 0u) << error;
  EXPECT_NE(error.find("(fc1 gradient+update): mu is 5, allowed -64..3"), std::string::npos)
      << error;
}

}  // namespace
}  // namespace itg
