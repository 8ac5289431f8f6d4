// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/fronts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace itg {
namespace {

// Adds what `objective` says about the members of one front.
void AddCrowding(const std::vector<Scores>& scores, size_t objective, std::vector<size_t> members,
                 std::vector<double>* crowding) {
  const auto value = [&](size_t member) { return scores[member][objective]; };
  std::stable_sort(members.begin(), members.end(),
                   [&](size_t a, size_t b) { return value(a) < value(b); });
  const double span = value(members.back()) - value(members.front());
  if (!std::isfinite(span) || span == 0) return;
  (*crowding)[members.front()] = std::numeric_limits<double>::infinity();
  (*crowding)[members.back()] = std::numeric_limits<double>::infinity();
  for (size_t i = 1; i + 1 < members.size(); ++i) {
    (*crowding)[members[i]] += (value(members[i + 1]) - value(members[i - 1])) / span;
  }
}

}  // namespace

bool Dominates(const Scores& a, const Scores& b) {
  bool better = false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    better = better || a[i] < b[i];
  }
  return better;
}

// Every pair is looked at twice: who dominates a point is counted, and counted off front by front.
std::vector<int> FrontsOf(const std::vector<Scores>& scores) {
  const size_t count = scores.size();
  std::vector<int> fronts(count, -1), dominators(count, 0);
  std::vector<size_t> members;
  for (size_t i = 0; i < count; ++i) {
    for (size_t j = 0; j < count; ++j) dominators[i] += Dominates(scores[j], scores[i]) ? 1 : 0;
    if (dominators[i] == 0) members.push_back(i);
  }
  for (int front = 0; !members.empty(); ++front) {
    std::vector<size_t> next;
    for (const size_t member : members) {
      fronts[member] = front;
      for (size_t i = 0; i < count; ++i) {
        if (Dominates(scores[member], scores[i]) && --dominators[i] == 0) next.push_back(i);
      }
    }
    members = std::move(next);
  }
  return fronts;
}

std::vector<double> CrowdingOf(const std::vector<Scores>& scores, const std::vector<int>& fronts) {
  std::vector<double> crowding(scores.size(), 0);
  const int last = fronts.empty() ? -1 : *std::max_element(fronts.begin(), fronts.end());
  for (int front = 0; front <= last; ++front) {
    std::vector<size_t> members;
    for (size_t i = 0; i < fronts.size(); ++i) {
      if (fronts[i] == front) members.push_back(i);
    }
    for (size_t objective = 0; objective < scores[members[0]].size(); ++objective) {
      AddCrowding(scores, objective, members, &crowding);
    }
  }
  return crowding;
}

}  // namespace itg
