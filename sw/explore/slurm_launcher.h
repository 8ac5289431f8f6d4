// SPDX-License-Identifier: Apache-2.0
//
// Array jobs of Slurm on a file system that all nodes see. Rounds: what has no result after a job
// has ended is submitted again, then each task alone.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/explore/launcher.h"
#include "sw/explore/slurm.h"

namespace itg {

class SlurmLauncher final : public Launcher {
 public:
  // A job that an exploration in this folder left behind when it was killed is cancelled.
  explicit SlurmLauncher(const LauncherOptions& options);
  void Run(const std::vector<Task>& tasks, const Watcher& watcher) override;

 private:
  std::vector<size_t> Gather(const std::vector<Task>& tasks, const std::vector<size_t>& left,
                             const Watcher& watcher) const;
  size_t ChunkOf(size_t tasks, int round) const;
  // Returns the number of chunks.
  size_t WriteChunks(const std::vector<Task>& tasks, const std::vector<size_t>& left, int round,
                     const std::string& folder) const;
  // nullopt: stopped.
  std::optional<std::string> Submit(const std::string& folder, size_t chunks,
                                    const Watcher& watcher) const;
  // Until the job has ended or nothing is left. False: stopped.
  bool Follow(const std::string& job, const std::vector<Task>& tasks, const Watcher& watcher,
              std::vector<size_t>* left) const;
  std::string NewFolder() const;

  Slurm slurm_;
  std::string folder_;  // absolute
  std::string job_file_;
  int chunk_;
  ExplorationLog log_;
};

}  // namespace itg
