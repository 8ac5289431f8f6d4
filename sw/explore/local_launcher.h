// SPDX-License-Identifier: Apache-2.0
//
// Processes on this machine, each with one task at a time. They live from one generation to the
// next, so that each reads a data set once.

#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "sw/explore/launcher.h"
#include "sw/explore/worker_process.h"

namespace itg {

class LocalLauncher final : public Launcher {
 public:
  explicit LocalLauncher(const LauncherOptions& options);
  void Run(const std::vector<Task>& tasks, const Watcher& watcher) override;

 private:
  struct Slot {
    std::unique_ptr<WorkerProcess> process;
    int task = -1;  // -1: none
  };

  void Begin(Slot* slot);
  void Listen(Slot* slot);
  void Lost(Slot* slot);
  void Wait() const;
  bool Working() const;

  std::string folder_;
  ExplorationLog log_;
  std::vector<Slot> slots_;
  // Of the run that goes on:
  const std::vector<Task>* tasks_ = nullptr;
  const Watcher* watcher_ = nullptr;
  std::deque<int> left_;
  std::vector<int> attempts_;
};

}  // namespace itg
