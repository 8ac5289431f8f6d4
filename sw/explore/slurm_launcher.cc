// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/slurm_launcher.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "model/error.h"
#include "sw/data/file.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kPoll(1000);
constexpr size_t kMostChunks = 1000;  // Slurm's MaxArraySize is 1001 unless somebody changed it
constexpr int kEndsSeen = 3;          // polls: files of another node may be seen late

std::string InQuotes(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// The script of every task of the array. The program is this one.
std::string Script(const std::string& exploration, const std::string& folder) {
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  return "#!/bin/sh\nexport OMP_NUM_THREADS=1\nexec " + InQuotes(program) + " explore --points " +
         InQuotes(folder + "/chunk_") + "\"$SLURM_ARRAY_TASK_ID\" --out " + InQuotes(exploration) +
         "\n";
}

}  // namespace

SlurmLauncher::SlurmLauncher(const LauncherOptions& options)
    : folder_(fs::absolute(options.folder).lexically_normal().string()),
      job_file_(folder_ + "/slurm/job"),
      chunk_(options.chunk),
      log_(options.folder) {
  if (!fs::exists(job_file_)) return;
  const std::string job = ReadFile(job_file_);
  log_.Add("job " + job + ": left behind, cancelled");
  slurm_.Cancel(job);
  fs::remove(job_file_);
}

void SlurmLauncher::Run(const std::vector<Task>& tasks, const Watcher& watcher) {
  std::vector<size_t> left(tasks.size());
  for (size_t task = 0; task < tasks.size(); ++task) left[task] = task;
  for (int round = 0; round < kMostAttempts && !left.empty(); ++round) {
    const std::string folder = NewFolder();
    const size_t chunks = WriteChunks(tasks, left, round, folder);
    const std::optional<std::string> job = Submit(folder, chunks, watcher);
    if (!job) return;
    WriteFile(job_file_, *job);
    log_.Add("job " + *job + ": " + std::to_string(left.size()) + " points in " +
             std::to_string(chunks) + " tasks");
    const bool goes_on = Follow(*job, tasks, watcher, &left);
    if (!left.empty()) slurm_.Cancel(*job);
    fs::remove(job_file_);
    if (!goes_on) return;
    if (!left.empty())
      log_.Add("job " + *job + ": lost " + std::to_string(left.size()) + " points");
  }
  for (const size_t task : left) {
    watcher.done(task, "no result from each of " + std::to_string(kMostAttempts) + " jobs");
  }
}

std::string SlurmLauncher::NewFolder() const {
  for (int number = 1;; ++number) {
    const std::string folder = folder_ + "/slurm/job_" + std::to_string(number);
    if (fs::exists(folder)) continue;
    MakeWritableFolder(folder);
    return folder;
  }
}

// A task that ends its worker takes the rest of its chunk along: later rounds take each alone.
size_t SlurmLauncher::ChunkOf(size_t tasks, int round) const {
  constexpr size_t kEight = 8, kTasks = 16;
  size_t chunk =
      chunk_ > 0 ? static_cast<size_t>(chunk_) : std::min(kEight, (tasks + kTasks - 1) / kTasks);
  if (round > 0) chunk = 1;
  return std::max(chunk, (tasks + kMostChunks - 1) / kMostChunks);
}

size_t SlurmLauncher::WriteChunks(const std::vector<Task>& tasks, const std::vector<size_t>& left,
                                  int round, const std::string& folder) const {
  const size_t chunk = ChunkOf(left.size(), round);
  size_t chunks = 0;
  for (size_t first = 0; first < left.size(); first += chunk) {
    std::string lines;
    for (size_t i = first; i < std::min(first + chunk, left.size()); ++i) {
      lines += tasks[left[i]].line + "\n";
    }
    WriteFile(folder + "/chunk_" + std::to_string(chunks++), lines);
  }
  WriteFile(folder + "/task.sh", Script(folder_, folder));
  return chunks;
}

std::optional<std::string> SlurmLauncher::Submit(const std::string& folder, size_t chunks,
                                                 const Watcher& watcher) const {
  bool told = false;
  while (!watcher.stop()) {
    const std::optional<std::string> job = slurm_.Submit(folder + "/task.sh", folder, chunks);
    if (job) return job;
    if (!told) log_.Add("sbatch: the controller does not answer; trying again");
    told = true;
    std::this_thread::sleep_for(kPoll);
  }
  return std::nullopt;
}

std::vector<size_t> SlurmLauncher::Gather(const std::vector<Task>& tasks,
                                          const std::vector<size_t>& left,
                                          const Watcher& watcher) const {
  std::vector<size_t> still;
  for (const size_t task : left) {
    if (fs::exists(tasks[task].result)) {
      watcher.done(task, "");
    } else {
      still.push_back(task);
    }
  }
  return still;
}

bool SlurmLauncher::Follow(const std::string& job, const std::vector<Task>& tasks,
                           const Watcher& watcher, std::vector<size_t>* left) const {
  int ends = 0;
  for (;;) {
    *left = Gather(tasks, *left, watcher);
    if (left->empty() || ends == kEndsSeen) return true;
    if (watcher.stop()) return false;
    const Slurm::State state = slurm_.StateOf(job);
    if (state == Slurm::State::kHeld) log_.Add("job " + job + ": held after a failure");
    const bool over = state == Slurm::State::kEnded || state == Slurm::State::kHeld;
    ends = over ? ends + 1 : 0;
    std::this_thread::sleep_for(kPoll);
  }
}

}  // namespace itg
