// SPDX-License-Identifier: Apache-2.0
//
// NSGA-II over the axes of a space (fronts.h has the paper). An own one, because of every point it
// must be written down why it was taken: from which parents, with which values changed.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "sw/explore/draws.h"
#include "sw/explore/search.h"

namespace itg {

class ParetoSearch final : public Search {
 public:
  explicit ParetoSearch(const Space& space);
  int64_t most_points() const override;

  // The first generation is drawn at random. Of population and children together the best fronts
  // survive, of the front that does not fit whole the least crowded. Then each child: two parents,
  // each the better of two drawn survivors; each axis from either; each axis changed with
  // probability 1 / axes, to a neighbour where its values are ordered. A point is never taken
  // twice.
  std::vector<Proposal> Next(const std::vector<Individual>& all) override;

 private:
  struct Survivor {
    int64_t point = 0;
    int front = 0;
    double crowding = 0;
  };

  void Select(const std::vector<Individual>& all);
  const Survivor& Tournament();
  Proposal Child(const std::vector<Individual>& all);
  std::string Mutate(Choice* choice);
  Proposal Drawn(const std::string& reason);

  const Space& space_;
  Draws draws_;
  int64_t points_;  // of the space
  int generation_ = 0;
  std::set<Choice> taken_;
  std::vector<int64_t> candidates_;  // population and children, by their number
  std::vector<Survivor> survivors_;
};

}  // namespace itg
