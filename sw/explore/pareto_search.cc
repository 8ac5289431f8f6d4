// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/pareto_search.h"

#include <algorithm>

namespace itg {
namespace {

constexpr int kMostTries = 50;  // for a child that is not known yet

}  // namespace

ParetoSearch::ParetoSearch(const Space& space)
    : space_(space), draws_(space.search.seed), points_(PointsOf(space.axes, space.source)) {}

int64_t ParetoSearch::most_points() const {
  return std::min(points_, int64_t{space_.search.population} * space_.search.generations);
}

std::vector<Proposal> ParetoSearch::Next(const std::vector<Individual>& all) {
  std::vector<Proposal> proposals;
  if (generation_ == space_.search.generations) return proposals;
  if (generation_ > 0) Select(all);
  for (int i = 0; i < space_.search.population; ++i) {
    if (static_cast<int64_t>(taken_.size()) == points_) break;
    proposals.push_back(generation_ == 0 ? Drawn("drawn at random") : Child(all));
    proposals.back().generation = generation_;
    candidates_.push_back(static_cast<int64_t>(all.size() + proposals.size()));
  }
  ++generation_;
  return proposals;
}

void ParetoSearch::Select(const std::vector<Individual>& all) {
  std::vector<Scores> scores;
  for (const int64_t point : candidates_)
    scores.push_back(all[static_cast<size_t>(point - 1)].scores);
  const std::vector<int> fronts = FrontsOf(scores);
  const std::vector<double> crowding = CrowdingOf(scores, fronts);
  survivors_.clear();
  for (size_t i = 0; i < candidates_.size(); ++i) {
    survivors_.push_back({candidates_[i], fronts[i], crowding[i]});
  }
  std::stable_sort(survivors_.begin(), survivors_.end(), [](const Survivor& a, const Survivor& b) {
    return a.front != b.front ? a.front < b.front : a.crowding > b.crowding;
  });
  const size_t population = static_cast<size_t>(space_.search.population);
  survivors_.resize(std::min(survivors_.size(), population));
  candidates_.clear();
  for (const Survivor& survivor : survivors_) candidates_.push_back(survivor.point);
}

// Survivors stand in the order of their quality.
const ParetoSearch::Survivor& ParetoSearch::Tournament() {
  const int64_t count = static_cast<int64_t>(survivors_.size());
  const int64_t a = draws_.Below(count);
  const int64_t b = draws_.Below(count);
  return survivors_[static_cast<size_t>(std::min(a, b))];
}

Proposal ParetoSearch::Child(const std::vector<Individual>& all) {
  for (int attempt = 0; attempt < kMostTries; ++attempt) {
    const Survivor a = Tournament();
    const Survivor b = Tournament();
    const Choice& from_a = all[static_cast<size_t>(a.point - 1)].choice;
    const Choice& from_b = all[static_cast<size_t>(b.point - 1)].choice;
    Proposal child;
    child.choice = from_a;
    std::string crossed;
    for (size_t axis = 0; axis < child.choice.size(); ++axis) {
      if (draws_.Below(2) == 0 || from_b[axis] == from_a[axis]) continue;
      child.choice[axis] = from_b[axis];
      crossed += (crossed.empty() ? "" : ", ") + space_.axes[axis].name;
    }
    const std::string mutated = Mutate(&child.choice);
    if (!taken_.insert(child.choice).second) continue;
    const auto parent = [](const Survivor& survivor) {
      return std::to_string(survivor.point) + " (front " + std::to_string(survivor.front) + ")";
    };
    child.parents = {a.point};
    child.reason = "as " + parent(a);
    if (!crossed.empty()) {
      child.parents.push_back(b.point);
      child.reason += ", with " + crossed + " of " + parent(b);
    }
    if (!mutated.empty()) child.reason += ", mutated " + mutated;
    return child;
  }
  return Drawn("drawn at random: " + std::to_string(kMostTries) + " children were known already");
}

// Returns what was changed: "hw.rows 8 -> 16".
std::string ParetoSearch::Mutate(Choice* choice) {
  std::string mutated;
  for (size_t i = 0; i < choice->size(); ++i) {
    const Axis& axis = space_.axes[i];
    const bool changes = draws_.Below(static_cast<int64_t>(choice->size())) == 0;
    if (!changes || axis.size() == 1) continue;
    int& value = (*choice)[i];
    const int before = value;
    if (axis.is_ordered()) {
      const bool up = value == 0 || (value + 1 < axis.size() && draws_.Below(2) == 0);
      value += up ? 1 : -1;
    } else {
      value = static_cast<int>((value + 1 + draws_.Below(axis.size() - 1)) % axis.size());
    }
    mutated += (mutated.empty() ? "" : ", ") + axis.name + " " + axis.Text(before) + " -> " +
               axis.Text(value);
  }
  return mutated;
}

// A point that was not taken: the next free one behind a drawn number.
Proposal ParetoSearch::Drawn(const std::string& reason) {
  int64_t number = draws_.Below(points_);
  while (!taken_.insert(ChoiceOf(space_.axes, number)).second) number = (number + 1) % points_;
  return {ChoiceOf(space_.axes, number), 0, reason, {}};
}

}  // namespace itg
