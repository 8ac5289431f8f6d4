// SPDX-License-Identifier: Apache-2.0
//
// Which points the searches take: each at most once, the same for the same seed, and the Pareto
// search more of the front than drawing does.
#include <gtest/gtest.h>

#include <set>

#include "sw/explore/search.h"

namespace itg {
namespace {

// Two axes of 0 .. 29.
Space Square(SearchKind kind) {
  Space space;
  space.source = "square";
  for (const char* name : {"hw.x", "hw.y"}) {
    Axis axis{name, {name}, {}};
    for (int value = 0; value < 30; ++value) axis.values.push_back({value});
    space.axes.push_back(axis);
  }
  space.search.kind = kind;
  space.search.points = 200;
  space.search.population = 20;
  space.search.generations = 10;
  space.search.seed = 7;
  return space;
}

// The front is y == 0, whatever x is.
Scores Score(const Choice& choice) {
  return {static_cast<double>(choice[0] + choice[1]),
          static_cast<double>(30 - choice[0] + choice[1])};
}

struct Searched {
  std::vector<Individual> points;
  std::vector<Proposal> proposals;
  int on_front = 0;
};

Searched RunOf(const Space& space) {
  const std::unique_ptr<Search> search = MakeSearch(space);
  Searched searched;
  for (;;) {
    const std::vector<Proposal> generation = search->Next(searched.points);
    if (generation.empty()) break;
    for (const Proposal& proposal : generation) {
      searched.points.push_back({proposal.choice, Score(proposal.choice)});
      searched.proposals.push_back(proposal);
      searched.on_front += proposal.choice[1] == 0 ? 1 : 0;
    }
  }
  EXPECT_LE(static_cast<int64_t>(searched.points.size()), search->most_points());
  return searched;
}

std::set<Choice> Taken(const Searched& searched) {
  std::set<Choice> taken;
  for (const Individual& point : searched.points) taken.insert(point.choice);
  return taken;
}

TEST(Searches, AGridTakesAllInOrderWithoutReasons) {
  const Searched grid = RunOf(Square(SearchKind::kGrid));
  ASSERT_EQ(grid.points.size(), 900U);
  EXPECT_EQ(grid.points[31].choice, (Choice{1, 1}));
  EXPECT_EQ(grid.proposals[31].reason, "");
  EXPECT_EQ(Taken(grid).size(), 900U);
}

TEST(Searches, DrawnPointsDifferAndComeAgainWithTheSeed) {
  Space space = Square(SearchKind::kRandom);
  const Searched drawn = RunOf(space), again = RunOf(space);
  EXPECT_EQ(Taken(drawn).size(), 200U);
  EXPECT_EQ(Taken(drawn), Taken(again));
  space.search.seed = 8;
  EXPECT_NE(Taken(drawn), Taken(RunOf(space)));
  space.search.points = 900;
  EXPECT_EQ(Taken(RunOf(space)).size(), 900U);
}

TEST(Searches, ThePointsOfAParetoSearchDifferAndComeAgainWithTheSeed) {
  Space space = Square(SearchKind::kPareto);
  const Searched searched = RunOf(space), again = RunOf(space);
  ASSERT_EQ(searched.points.size(), 200U);
  EXPECT_EQ(Taken(searched).size(), 200U);
  for (size_t i = 0; i < searched.proposals.size(); ++i) {
    EXPECT_EQ(searched.proposals[i].choice, again.proposals[i].choice);
    EXPECT_EQ(searched.proposals[i].reason, again.proposals[i].reason);
  }
}

// Drawing 200 of 900 points finds 200 / 30 = 6.7 of the front of 30, give or take 2.1.
TEST(Searches, AParetoSearchFindsTheFront) {
  EXPECT_LT(RunOf(Square(SearchKind::kRandom)).on_front, 14);
  EXPECT_GE(RunOf(Square(SearchKind::kPareto)).on_front, 24);
}

// A child is its first parent, but for what it has of the second and what was changed.
TEST(Searches, ChildrenNameTheirParents) {
  const Searched searched = RunOf(Square(SearchKind::kPareto));
  int crossed = 0, mutated = 0;
  for (size_t i = 0; i < searched.proposals.size(); ++i) {
    const Proposal& child = searched.proposals[i];
    EXPECT_EQ(child.generation, static_cast<int>(i) / 20);
    if (child.parents.empty()) {
      EXPECT_EQ(child.reason.rfind("drawn at random", 0), 0U) << child.reason;
      continue;
    }
    for (const int64_t parent : child.parents) {
      EXPECT_LE(parent, static_cast<int64_t>(20 * child.generation));  // of an earlier generation
      EXPECT_NE(child.reason.find(std::to_string(parent) + " (front "), std::string::npos);
    }
    const size_t change = child.reason.find("mutated ");
    crossed += child.parents.size() == 2 ? 1 : 0;
    mutated += change != std::string::npos ? 1 : 0;
    for (size_t axis = 0; axis < 2; ++axis) {
      const std::string name = axis == 0 ? "hw.x " : "hw.y ";
      if (child.reason.find(name, change) != std::string::npos) continue;  // it was changed
      bool inherited = false;
      for (const int64_t parent : child.parents) {
        const Choice& choice = searched.points[static_cast<size_t>(parent - 1)].choice;
        inherited = inherited || choice[axis] == child.choice[axis];
      }
      EXPECT_TRUE(inherited) << child.reason;
    }
  }
  EXPECT_GT(crossed, 20);
  EXPECT_GT(mutated, 20);
}

TEST(Searches, AParetoSearchEndsWhenNothingIsLeft) {
  Space space = Square(SearchKind::kPareto);
  for (Axis& axis : space.axes) axis.values.resize(4);
  EXPECT_EQ(Taken(RunOf(space)).size(), 16U);
}

}  // namespace
}  // namespace itg
