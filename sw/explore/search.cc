// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/search.h"

#include <numeric>
#include <utility>

#include "sw/explore/draws.h"
#include "sw/explore/pareto_search.h"

namespace itg {
namespace {

class GridSearch final : public Search {
 public:
  explicit GridSearch(const Space& space) : space_(space) {}
  int64_t most_points() const override { return PointsOf(space_.axes, space_.source); }

  std::vector<Proposal> Next(const std::vector<Individual>& all) override {
    std::vector<Proposal> proposals;
    if (!all.empty()) return proposals;
    for (int64_t number = 0; number < most_points(); ++number) {
      proposals.push_back({ChoiceOf(space_.axes, number), 0, "", {}});
    }
    return proposals;
  }

 private:
  const Space& space_;
};

class RandomSearch final : public Search {
 public:
  explicit RandomSearch(const Space& space) : space_(space) {}
  int64_t most_points() const override { return space_.search.points; }

  // The first cards of a shuffled deck (Fisher-Yates).
  std::vector<Proposal> Next(const std::vector<Individual>& all) override {
    std::vector<Proposal> proposals;
    if (!all.empty()) return proposals;
    std::vector<int32_t> deck(static_cast<size_t>(PointsOf(space_.axes, space_.source)));
    std::iota(deck.begin(), deck.end(), 0);
    Draws draws(space_.search.seed);
    for (int64_t card = 0; card < most_points(); ++card) {
      const int64_t other = card + draws.Below(static_cast<int64_t>(deck.size()) - card);
      std::swap(deck[static_cast<size_t>(card)], deck[static_cast<size_t>(other)]);
      proposals.push_back(
          {ChoiceOf(space_.axes, deck[static_cast<size_t>(card)]), 0, "drawn at random", {}});
    }
    return proposals;
  }

 private:
  const Space& space_;
};

}  // namespace

std::unique_ptr<Search> MakeSearch(const Space& space) {
  if (space.search.kind == SearchKind::kGrid) return std::make_unique<GridSearch>(space);
  if (space.search.kind == SearchKind::kRandom) return std::make_unique<RandomSearch>(space);
  return std::make_unique<ParetoSearch>(space);
}

}  // namespace itg
