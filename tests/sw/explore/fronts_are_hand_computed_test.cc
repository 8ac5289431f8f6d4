// SPDX-License-Identifier: Apache-2.0
//
// The pieces of NSGA-II against examples worked out by hand.
#include <gtest/gtest.h>

#include <limits>

#include "sw/explore/fronts.h"

namespace itg {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Domination, NeedsToBeBetterSomewhereAndWorseNowhere) {
  EXPECT_TRUE(Dominates({1, 2}, {1, 3}));
  EXPECT_TRUE(Dominates({0, 2}, {1, 3}));
  EXPECT_FALSE(Dominates({1, 3}, {1, 3}));  // equal: neither
  EXPECT_FALSE(Dominates({0, 4}, {1, 3}));
  EXPECT_FALSE(Dominates({1, 3}, {1, 2}));
  EXPECT_TRUE(Dominates({1, 3}, {1, kInfinity}));
  EXPECT_FALSE(Dominates({kInfinity, kInfinity}, {kInfinity, kInfinity}));
}

//   3 | c       f        a, b, c: nobody is left of and below them
//   2 |   b   e          e: b dominates it; f: c, b and e do
//   1 |       a          (a and e have the same first score, and a the smaller second)
//     +-1-2---4-5
TEST(Fronts, ArePeeledOffOneByOne) {
  const std::vector<Scores> scores = {{4, 1}, {2, 2}, {1, 3}, {4, 2}, {5, 3}};
  EXPECT_EQ(FrontsOf(scores), (std::vector<int>{0, 0, 0, 1, 2}));
}

TEST(Fronts, HoldEqualPointsTogether) {
  EXPECT_EQ(FrontsOf({{1, 1}, {2, 2}, {1, 1}}), (std::vector<int>{0, 1, 0}));
  EXPECT_TRUE(FrontsOf({}).empty());
}

TEST(Fronts, PutWhatIsNotKnownLast) {
  EXPECT_EQ(FrontsOf({{kInfinity, kInfinity}, {9, 9}, {1, 1}}), (std::vector<int>{2, 1, 0}));
}

// One front, spans 10 and 4. Of {2, 3}: (5 - 0) / 10 + (4 - 2) / 4; of {5, 2}: (10 - 2) / 10 +
// (3 - 0) / 4.
TEST(Crowding, IsTheDistanceOfTheNeighboursInSpans) {
  const std::vector<Scores> scores = {{10, 0}, {2, 3}, {5, 2}, {0, 4}};
  const std::vector<double> crowding = CrowdingOf(scores, {0, 0, 0, 0});
  EXPECT_EQ(crowding[0], kInfinity);
  EXPECT_DOUBLE_EQ(crowding[1], 0.5 + 0.5);
  EXPECT_DOUBLE_EQ(crowding[2], 0.8 + 0.75);
  EXPECT_EQ(crowding[3], kInfinity);
}

// The second front has its own neighbours and spans: of {3, 3} (4 - 2) / 2 + (4 - 2) / 2.
TEST(Crowding, IsThatOfEachFrontAlone) {
  const std::vector<Scores> scores = {{1, 1}, {2, 4}, {3, 3}, {4, 2}};
  const std::vector<double> crowding = CrowdingOf(scores, {0, 1, 1, 1});
  EXPECT_EQ(crowding[0], 0);  // alone: no span
  EXPECT_DOUBLE_EQ(crowding[2], 2);
}

// The second objective is the same for all, the third is unknown of one: the first decides alone.
TEST(Crowding, LeavesOutWhatTellsNothing) {
  const std::vector<Scores> scores = {{1, 7, 1}, {2, 7, kInfinity}, {5, 7, 2}};
  const std::vector<double> crowding = CrowdingOf(scores, {0, 0, 0});
  EXPECT_EQ(crowding[0], kInfinity);
  EXPECT_DOUBLE_EQ(crowding[1], 1);
  EXPECT_EQ(crowding[2], kInfinity);
}

}  // namespace
}  // namespace itg
