// SPDX-License-Identifier: Apache-2.0
//
// What points are compared by, from result files written by hand.
#include <gtest/gtest.h>

#include <limits>

#include "sw/explore/result.h"

namespace itg {
namespace {

// Two trainings of three epochs: 50, 80, 90 and 60, 90, 80 per cent, in the mean 55, 85, 85.
nlohmann::json ResultFile() {
  return nlohmann::json::parse(R"({
    "costs": {"cycles": 6000000, "energy_pj": 9e12, "array_use": 0.5, "layers": [],
              "epoch_cycles": [2000000, 4000000, 6000000],
              "epoch_energy_pj": [3e12, 6e12, 9e12]},
    "runs": [
      {"seed": 1, "accuracy": 90, "epochs": [{"test_accuracy": 50}, {"test_accuracy": 80},
                                             {"test_accuracy": 90}]},
      {"seed": 2, "accuracy": 80, "epochs": [{"test_accuracy": 60}, {"test_accuracy": 90},
                                             {"test_accuracy": 80}]}]})");
}

PointResult Of(std::optional<double> target, std::optional<double> clock,
               const std::optional<Silicon>& silicon = {}) {
  Space space;
  space.target_accuracy = target;
  space.clock_mhz = clock;
  return Summarise(space, silicon, ResultFile());
}

TEST(Results, HaveTheMeanOfTheSeedsAndItsSpread) {
  const PointResult result = Of({}, {});
  EXPECT_EQ(result.accuracy_mean, 85);
  EXPECT_EQ(result.accuracy_spread, 10);
  EXPECT_EQ(result.cycles, 6000000);
  EXPECT_FALSE(result.clock_mhz || result.area_um2 || result.time_to_target_s ||
               result.energy_to_target_j);
}

// 85 % in the mean is reached after two epochs, 80 % too: one training alone was there, or not.
TEST(Results, ReachTheTargetInTheMeanOfTheSeeds) {
  for (const double target : {55.5, 80.0, 85.0}) {
    const PointResult result = Of(target, 100);
    EXPECT_DOUBLE_EQ(*result.time_to_target_s, 0.04);  // 4 million cycles at 100 MHz
    EXPECT_DOUBLE_EQ(*result.energy_to_target_j, 6);
  }
  EXPECT_DOUBLE_EQ(*Of(55, 100).time_to_target_s, 0.02);
  EXPECT_FALSE(Of(85.5, 100).time_to_target_s);  // the best training has 90 %
  EXPECT_FALSE(Of(80, {}).time_to_target_s);     // no clock
  EXPECT_DOUBLE_EQ(*Of(80, {}).energy_to_target_j, 6);
}

TEST(Results, TakeTheClockOfSynthesisFirst) {
  const PointResult result = Of(80, 100, Silicon{1234, 50});
  EXPECT_EQ(*result.area_um2, 1234);
  EXPECT_EQ(*result.clock_mhz, 50);
  EXPECT_DOUBLE_EQ(*result.time_to_target_s, 0.08);
}

TEST(Results, AreScoredInTheOrderOfTheObjectives) {
  Space space;
  space.objectives = {Objective::kEnergy, Objective::kAccuracy, Objective::kArea,
                      Objective::kCycles};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ScoresOf(Of({}, {}), space), (Scores{9e12, -85, kInfinity, 6e6}));
  EXPECT_EQ(ScoresOf(Of({}, {}, Silicon{7, 8}), space), (Scores{9e12, -85, 7, 6e6}));
  const PointResult failed = Summarise(space, {}, {{"error", "why"}});
  EXPECT_EQ(failed.error, "why");
  EXPECT_EQ(ScoresOf(failed, space), Scores(4, kInfinity));
}

}  // namespace
}  // namespace itg
