// SPDX-License-Identifier: Apache-2.0
//
// Who does the tasks. What counts is the result file of a task; a worker that is gone has left it
// or not. Tasks that were lost are done again, a bounded number of times.

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sw/explore/log.h"
#include "sw/explore/task.h"

namespace itg {

inline constexpr int kMostAttempts = 3;  // of a task whose worker ends without a result

struct Watcher {
  // The result of task `index` is there; or it will not be, for `failure`.
  std::function<void(size_t index, const std::string& failure)> done;
  // Asked several times a second: true ends the work.
  std::function<bool()> stop;
};

class Launcher {
 public:
  virtual ~Launcher() = default;
  // Returns when every task is done or failed, or when `watcher` stops it.
  virtual void Run(const std::vector<Task>& tasks, const Watcher& watcher) = 0;
};

struct LauncherOptions {
  std::string name = "local";  // or "slurm"
  std::string folder;          // of the exploration
  int workers = 0;             // local: processes; 0: one a core
  int chunk = 0;               // slurm: tasks of an array's task; 0: eight, fewer where cores idle
};

// Throws Error for an unknown name, and when Slurm is not there.
std::unique_ptr<Launcher> MakeLauncher(const LauncherOptions& options);

}  // namespace itg
