// SPDX-License-Identifier: Apache-2.0
//
// An exploration: asks the search for points, the launcher for their results, and writes the
// database. All that it knows is in its folder, so it can be stopped at any time and continued.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sw/explore/database.h"
#include "sw/explore/launcher.h"
#include "sw/explore/point.h"
#include "sw/explore/result.h"
#include "sw/explore/search.h"

namespace itg {

inline constexpr const char* kDatabaseFile = "explore.db";

struct ExploredPoint {
  Point point;
  bool known = false;  // a result is there
  PointResult result;
};

struct ExplorationProgress {
  int64_t done = 0;       // points with a result, or failed
  int64_t known = 0;      // of these before this program began
  int64_t total = 0;      // at most
  bool confirms = false;  // counted are points confirmed on the RTL
};

struct ExplorationWatcher {
  std::function<void(const ExplorationProgress& progress)> progress;
  std::function<bool()> stop;
};

struct ExplorationEnd {
  bool stopped = false;
  std::vector<std::string> differences;  // of points on the RTL, the report of the first each
};

class Explorer {
 public:
  // Checks the whole space; throws Error before anything is run. `folder` is there and ours.
  // `again`: a database of another space is made anew.
  Explorer(const Space& space, const std::string& folder, bool again);

  ExplorationEnd Run(Launcher* launcher, const ExplorationWatcher& watcher);
  const std::vector<ExploredPoint>& points() const { return points_; }

 private:
  std::vector<Proposal> Propose();
  void Store(size_t index, const std::string& failure);
  void RunGeneration(size_t first, Launcher* launcher, const ExplorationWatcher& watcher);
  void Confirm(Launcher* launcher, const ExplorationWatcher& watcher, ExplorationEnd* end);
  std::vector<size_t> Confirmed() const;

  const Space& space_;
  std::string folder_;
  PointMaker maker_;
  KnownSilicon silicon_;
  std::unique_ptr<Search> search_;
  std::unique_ptr<ExplorationDatabase> database_;
  std::vector<ExploredPoint> points_;
  std::vector<Proposal> next_;  // proposed and checked, not yet told
  ExplorationProgress progress_;
};

}  // namespace itg
