// SPDX-License-Identifier: Apache-2.0
//
// Which points are taken, and why. A search proposes a generation of points, is told their scores
// when all are known, and proposes the next: what it proposes never depends on who computed them or
// when.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sw/explore/fronts.h"
#include "sw/explore/space.h"

namespace itg {

struct Proposal {
  Choice choice;
  int generation = 0;
  std::string reason;            // empty: a grid takes all
  std::vector<int64_t> parents;  // points, by their number
};

// A point that was proposed. Points are numbered from 1 in the order of their proposal.
struct Individual {
  Choice choice;
  Scores scores;
};

class Search {
 public:
  virtual ~Search() = default;
  virtual int64_t most_points() const = 0;
  // The next generation; empty: the search has ended. `all` are the points so far.
  virtual std::vector<Proposal> Next(const std::vector<Individual>& all) = 0;
};

std::unique_ptr<Search> MakeSearch(const Space& space);

}  // namespace itg
