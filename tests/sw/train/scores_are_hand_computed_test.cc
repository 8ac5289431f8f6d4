// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sw/train/metrics.h"
#include "sw/train/shuffle.h"

namespace itg {
namespace {

Tensor Logits(ElementType type, std::vector<int> values, int classes, int exponent) {
  Tensor logits({static_cast<int64_t>(values.size()) / classes, classes}, type);
  for (size_t i = 0; i < values.size(); ++i) logits.Set(static_cast<int64_t>(i), values[i]);
  logits.set_exponent(exponent);
  return logits;
}

Tensor Labels(std::vector<int> values) {
  Tensor labels({static_cast<int64_t>(values.size())}, ElementType::kInt32);
  for (size_t i = 0; i < values.size(); ++i) labels.Set(static_cast<int64_t>(i), values[i]);
  return labels;
}

// Logits 4, 0 and -4, 4 with exponent -2 are 1, 0 and -1, 1.
TEST(LogitsScorer, LossIsNaturalLogOfTheDequantisedLogits) {
  LogitsScorer scorer;
  const double expected = std::log(1 + std::exp(-1.0)) + (std::log(1 + std::exp(-2.0)) + 2.0);
  for (const ElementType type : {ElementType::kInt8, ElementType::kInt16}) {
    const Score score = scorer(Logits(type, {4, 0, -4, 4}, 2, -2), Labels({0, 0}));
    EXPECT_NEAR(score.loss(), expected, 1e-12);
    EXPECT_EQ(score.correct, 1);
    EXPECT_EQ(score.samples, 2);
    EXPECT_NEAR(score.mean_loss(), expected / 2, 1e-12);
    EXPECT_EQ(score.accuracy(), 0.5);
  }
}

TEST(LogitsScorer, OneScorerServesEveryExponentAndTheWholeRange) {
  LogitsScorer scorer;
  for (const int exponent : {-3, 0, -3, 2, -40}) {
    const Score score = scorer(Logits(ElementType::kInt8, {127, -127}, 2, exponent), Labels({1}));
    const double distance = std::ldexp(254.0, exponent);
    EXPECT_NEAR(score.loss(), distance + std::log1p(std::exp(-distance)), 1e-9) << exponent;
  }
}

TEST(LogitsScorer, TheFirstLargestLogitAnswers) {
  LogitsScorer scorer;
  const Tensor tie = Logits(ElementType::kInt8, {1, 5, 5}, 3, 0);
  EXPECT_EQ(scorer(tie, Labels({1})).correct, 1);
  EXPECT_EQ(scorer(tie, Labels({2})).correct, 0);
}

TEST(Score, NothingHasNoMean) {
  EXPECT_EQ(Score().mean_loss(), 0.0);
  EXPECT_EQ(Score().accuracy(), 0.0);
}

TEST(Shuffle, IsAPermutationOfSeedAndEpoch) {
  std::vector<int32_t> first(1000);
  std::vector<int32_t> again(1000, -1);
  Shuffle(1, 0, &first);
  Shuffle(1, 0, &again);
  EXPECT_EQ(first, again);
  for (const auto& [seed, epoch] : {std::pair(1u, 1u), std::pair(2u, 0u)}) {
    Shuffle(seed, epoch, &again);
    EXPECT_NE(first, again);
  }
  std::sort(again.begin(), again.end());
  for (int32_t i = 0; i < 1000; ++i) EXPECT_EQ(again[static_cast<size_t>(i)], i);
}

// Every image comes to every place about as often: 4,000 shuffles of 4, expected 1,000 each, five
// standard deviations (27.4) either side.
TEST(Shuffle, IsUniform) {
  int count[4][4] = {};
  std::vector<int32_t> order(4);
  for (uint32_t epoch = 0; epoch < 4000; ++epoch) {
    Shuffle(3, epoch, &order);
    for (int place = 0; place < 4; ++place) ++count[place][order[static_cast<size_t>(place)]];
  }
  for (const auto& place : count) {
    for (const int images : place) EXPECT_NEAR(images, 1000, 137);
  }
}

}  // namespace
}  // namespace itg
