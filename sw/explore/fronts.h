// SPDX-License-Identifier: Apache-2.0
//
// Who is better where there are several objectives: fronts and crowding of NSGA-II (K. Deb, A.
// Pratap, S. Agarwal, T. Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
// IEEE Transactions on Evolutionary Computation 6(2), 2002).

#pragma once

#include <vector>

namespace itg {

// One number an objective, the smaller the better; infinity: not known.
using Scores = std::vector<double>;

// No worse anywhere and better somewhere: {1, 2} dominates {1, 3}, not {0, 3}.
bool Dominates(const Scores& a, const Scores& b);

// Of each the number of its front: 0 is dominated by none, 1 only by those of 0, and so on.
std::vector<int> FrontsOf(const std::vector<Scores>& scores);

// Of each how far apart its neighbours of the same front are, in all objectives together, each
// relative to its span in that front. Infinity for the ends of an objective. An objective whose
// span is 0, or not finite, tells nothing and is left out.
std::vector<double> CrowdingOf(const std::vector<Scores>& scores, const std::vector<int>& fronts);

}  // namespace itg
