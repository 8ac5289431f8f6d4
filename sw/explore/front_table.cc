// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/front_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace itg {
namespace {

constexpr size_t kMostRows = 40;

// Numbers of the points of the first front.
std::vector<size_t> FrontOf(const Space& space, const std::vector<ExploredPoint>& points) {
  std::vector<Scores> scores;
  std::vector<size_t> done;
  for (size_t i = 0; i < points.size(); ++i) {
    if (!points[i].known || !points[i].result.error.empty()) continue;
    done.push_back(i);
    scores.push_back(ScoresOf(points[i].result, space));
  }
  const std::vector<int> fronts = FrontsOf(scores);
  std::vector<size_t> front;
  for (size_t i = 0; i < done.size(); ++i) {
    if (fronts[i] == 0) front.push_back(done[i]);
  }
  std::stable_sort(front.begin(), front.end(), [&](size_t a, size_t b) {
    return points[a].result.accuracy_mean > points[b].result.accuracy_mean;
  });
  return front;
}

std::string Settings(const Space& space, const Point& point) {
  std::string text;
  for (size_t i = 0; i < space.axes.size(); ++i) {
    text += fmt::format("{}{}={}", i == 0 ? "" : " ", space.axes[i].name,
                        space.axes[i].Text(point.choice[i]));
  }
  return text;
}

}  // namespace

std::string FrontTable(const Space& space, const std::vector<ExploredPoint>& points) {
  const std::vector<size_t> front = FrontOf(space, points);
  std::string objectives;
  for (const Objective objective : space.objectives) {
    objectives += std::string(objectives.empty() ? "" : ", ") + Name(objective);
  }
  std::string text =
      fmt::format("{} of {} points are best in {}\n\n", front.size(), points.size(), objectives);
  text += fmt::format("{:>6} {:>9} {:>7} {:>16} {:>14} {:>12}  {}\n", "point", "accuracy", "spread",
                      "cycles", "energy uJ", "area um2", "settings");
  for (size_t i = 0; i < std::min(front.size(), kMostRows); ++i) {
    const ExploredPoint& point = points[front[i]];
    const PointResult& result = point.result;
    const std::string area = result.area_um2 ? fmt::format("{:.0f}", *result.area_um2) : "-";
    text += fmt::format("{:>6} {:>7.2f} % {:>7.2f} {:>16} {:>14.3f} {:>12}  {}\n", front[i] + 1,
                        result.accuracy_mean, result.accuracy_spread, result.cycles,
                        result.energy_pj * 1e-6, area, Settings(space, point.point));
  }
  if (front.size() > kMostRows) {
    text += fmt::format("... and {} more: all are in the database\n", front.size() - kMostRows);
  }
  return text;
}

}  // namespace itg
