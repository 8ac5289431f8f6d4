// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/local_launcher.h"

#include <poll.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "model/error.h"

namespace itg {

LocalLauncher::LocalLauncher(const LauncherOptions& options)
    : folder_(options.folder), log_(options.folder) {
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  slots_.resize(static_cast<size_t>(options.workers > 0 ? options.workers : cores));
  signal(SIGPIPE, SIG_IGN);  // a worker that is gone is seen when its task is given again
}

void LocalLauncher::Run(const std::vector<Task>& tasks, const Watcher& watcher) {
  tasks_ = &tasks;
  watcher_ = &watcher;
  attempts_.assign(tasks.size(), 0);
  left_.clear();
  for (size_t task = 0; task < tasks.size(); ++task) left_.push_back(static_cast<int>(task));
  while (!left_.empty() || Working()) {
    if (watcher.stop()) {
      for (Slot& slot : slots_) slot = {};
      return;
    }
    for (Slot& slot : slots_) Begin(&slot);
    Wait();
    for (Slot& slot : slots_) Listen(&slot);
  }
}

bool LocalLauncher::Working() const {
  for (const Slot& slot : slots_) {
    if (slot.task >= 0) return true;
  }
  return false;
}

void LocalLauncher::Begin(Slot* slot) {
  if (slot->task >= 0 || left_.empty()) return;
  if (!slot->process) slot->process = std::make_unique<WorkerProcess>(folder_);
  slot->task = left_.front();
  left_.pop_front();
  ++attempts_[static_cast<size_t>(slot->task)];
  if (!slot->process->Give((*tasks_)[static_cast<size_t>(slot->task)].line)) Lost(slot);
}

// Until somebody answers, but not for long: the user may want to stop.
void LocalLauncher::Wait() const {
  constexpr int kMilliseconds = 100;
  std::vector<pollfd> waits;
  for (const Slot& slot : slots_) {
    if (slot.task >= 0) waits.push_back({slot.process->answers(), POLLIN, 0});
  }
  poll(waits.data(), waits.size(), kMilliseconds);
}

void LocalLauncher::Listen(Slot* slot) {
  if (slot->task < 0) return;
  bool done = false;
  const bool lives = slot->process->Answered(&done);
  if (done) {
    const size_t task = static_cast<size_t>(slot->task);
    slot->task = -1;
    watcher_->done(task, "");
  } else if (!lives) {
    Lost(slot);
  }
}

// The worker is gone: its task goes to the end of the queue, unless it left a result.
void LocalLauncher::Lost(Slot* slot) {
  const size_t task = static_cast<size_t>(slot->task);
  const std::string how = "worker " + slot->process->End();
  *slot = {};
  log_.Add((*tasks_)[task].name + ": " + how);
  if (std::filesystem::exists((*tasks_)[task].result)) {
    watcher_->done(task, "");
  } else if (attempts_[task] < kMostAttempts) {
    left_.push_back(static_cast<int>(task));
  } else {
    watcher_->done(task, how + " in each of " + std::to_string(kMostAttempts) + " attempts");
  }
}

}  // namespace itg
