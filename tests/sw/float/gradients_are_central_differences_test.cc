// SPDX-License-Identifier: Apache-2.0
//
// Is every layer kind's backward pass the derivative of its forward pass? The gradients of small
// networks in fp32 against central differences of an own implementation in double, whose step is so
// small that no kink of a ReLU or a max-pool lies in between. The first layer has weights, so the
// errors of all layers behind it are in its gradient.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "sw/float/loss.h"
#include "sw/nn/network_file.h"
#include "tests/sw/float/double_network.h"

namespace itg {
namespace {

constexpr double kDelta = 1e-6;
constexpr int kClasses = 3;
constexpr uint32_t kSeed = 7;

struct Case {
  std::string name;
  Shape image;
  std::string layers;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class Gradients : public ::testing::TestWithParam<Case> {
 protected:
  Gradients()
      : network_(ParseNetwork(nlohmann::json::parse(GetParam().layers), "test", GetParam().image,
                              kClasses)),
        pass_(network_, kBatch) {
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (const Layer& layer : network_.layers) {
      weights_.emplace_back(layer.has_weights() ? ElementCount(layer.weight) : 0);
      for (float& w : weights_.back()) w = uniform(random_);
    }
    images_.resize(static_cast<size_t>(kBatch * ElementCount(network_.image)));
    for (float& x : images_) x = uniform(random_);
    for (int64_t n = 0; n < kBatch; ++n) labels_.push_back(static_cast<int32_t>(n % kClasses));
    std::copy(images_.begin(), images_.end(), pass_.images());
    std::copy(labels_.begin(), labels_.end(), pass_.labels());
    for (const std::vector<float>& w : weights_) doubles_.emplace_back(w.begin(), w.end());
    gradients_ = weights_;
  }

  double Loss() const { return DoubleLoss(network_, doubles_, images_, labels_, &kStep); }
  double FloatLoss() {
    return ScoreLogits(pass_.logits(), pass_.labels(), kBatch, kClasses).mean_loss();
  }
  double Difference(double* weight) const {
    const double before = *weight;
    *weight = before + kDelta;
    const double up = Loss();
    *weight = before - kDelta;
    const double down = Loss();
    *weight = before;
    return (up - down) / (2 * kDelta);
  }

  static constexpr int64_t kBatch = 4;
  static constexpr FloatStep kStep = {3, 5};
  std::mt19937 random_{kSeed};
  Network network_;
  FloatPass pass_;
  FloatWeights weights_;
  DoubleWeights doubles_;
  FloatWeights gradients_;
  std::vector<float> images_;
  std::vector<int32_t> labels_;
};

TEST_P(Gradients, AreCentralDifferences) {
  pass_.Forward(weights_, &kStep);
  EXPECT_NEAR(FloatLoss(), Loss(), 1e-5 * Loss());
  pass_.Backward(weights_, &gradients_);
  for (size_t layer = 0; layer < weights_.size(); ++layer) {
    double error = 0;
    double norm = 0;
    for (size_t i = 0; i < weights_[layer].size(); ++i) {
      const double expected = Difference(&doubles_[layer][i]);
      error += std::pow(gradients_[layer][i] - expected, 2);
      norm += std::pow(expected, 2);
    }
    if (weights_[layer].empty()) continue;
    EXPECT_GT(norm, 0) << network_.layers[layer].name;
    EXPECT_LT(std::sqrt(error), 1e-5 * std::sqrt(norm)) << network_.layers[layer].name;
  }
}

// A second batch in the same pass: nothing is left of the first.
TEST_P(Gradients, DoNotDependOnEarlierSteps) {
  pass_.Forward(weights_, &kStep);
  pass_.Backward(weights_, &gradients_);
  const FloatWeights first = gradients_;
  const FloatStep other = {3, 6};
  std::fill_n(pass_.images(), images_.size(), 0.5F);
  pass_.Forward(weights_, &other);
  pass_.Backward(weights_, &gradients_);
  std::copy(images_.begin(), images_.end(), pass_.images());
  pass_.Forward(weights_, &kStep);
  pass_.Backward(weights_, &gradients_);
  EXPECT_EQ(gradients_, first);
}

TEST_P(Gradients, EvaluationDropsNothing) {
  pass_.Forward(weights_, nullptr);
  const double loss = DoubleLoss(network_, doubles_, images_, labels_, nullptr);
  EXPECT_NEAR(FloatLoss(), loss, 1e-5 * loss);
}

const Case kCases[] = {
    {"Linear", {7}, R"([{"linear": 5}, {"linear": "classes"}])"},
    {"Relu", {7}, R"([{"linear": 5}, "relu", {"linear": 6}, "relu", {"linear": "classes"}])"},
    {"Conv", {5, 6, 3}, R"([{"conv": 4, "kernel": 3}, {"conv": 5, "kernel": 2},
        {"linear": "classes"}])"},
    {"ConvStridePadding", {8, 7, 3}, R"([{"conv": 5, "kernel": 3, "stride": 2, "padding": 1},
        {"conv": 17, "kernel": 3, "stride": 2, "padding": 2}, {"linear": "classes"}])"},
    {"MaxPool", {7, 8, 2}, R"([{"conv": 3, "kernel": 3, "padding": 1}, {"max_pool": 2},
        {"linear": "classes"}])"},
    {"OverlappingMaxPool", {7, 8, 2}, R"([{"conv": 3, "kernel": 3, "padding": 1},
        {"max_pool": 3, "stride": 2, "padding": 1}, {"linear": "classes"}])"},
    {"AveragePool", {7, 8, 2}, R"([{"conv": 3, "kernel": 3, "padding": 1}, {"average_pool": 2},
        {"linear": "classes"}])"},
    {"OverlappingAveragePool", {7, 8, 2}, R"([{"conv": 3, "kernel": 3, "padding": 1},
        {"average_pool": 3, "stride": 2, "padding": 1}, {"linear": "classes"}])"},
    {"Dropout", {7}, R"([{"linear": 16}, "dropout", {"linear": "classes"}])"},
    {"Residual", {6, 6, 2}, R"([{"conv": 4, "kernel": 3, "padding": 1}, "relu",
        {"residual": [{"conv": 4, "kernel": 3, "padding": 1}, "relu",
                      {"conv": 4, "kernel": 3, "padding": 1}]}, "relu",
        {"residual": [{"conv": 6, "kernel": 3, "stride": 2, "padding": 1}, "relu",
                      {"conv": 6, "kernel": 3, "padding": 1}],
         "shortcut": [{"conv": 6, "kernel": 1, "stride": 2}]}, "relu",
        {"average_pool": 3}, {"linear": "classes"}])"},
    // The fork is read by the addition before the layer in front of it, and by a ReLU among others.
    {"Forks", {5, 5, 2}, R"([{"conv": 4, "kernel": 3}, {"residual": ["relu"]},
        {"residual": [{"residual": ["relu", "dropout"]}, {"conv": 4, "kernel": 1}]},
        {"linear": "classes"}])"},
};

INSTANTIATE_TEST_SUITE_P(Layers, Gradients, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace itg
