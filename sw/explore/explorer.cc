// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/explorer.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sw/data/file.h"
#include "sw/explore/draws.h"

namespace itg {
namespace {

bool IsThere(const std::string& file) { return std::filesystem::exists(file); }

nlohmann::json ReadResult(const std::string& file) { return ParseJson(ReadFile(file), file); }

// What failed is tried again by the next exploration.
bool IsKnown(const std::string& file) {
  return IsThere(file) && !ReadResult(file).contains("error");
}

}  // namespace

Explorer::Explorer(const Space& space, const std::string& folder, bool again)
    : space_(space), folder_(folder), maker_(space), search_(MakeSearch(space)) {
  maker_.CheckAll();
  next_ = Propose();
  if (space.search.kind != SearchKind::kPareto) {
    for (const ExploredPoint& point : points_) maker_.CheckFits(point.point);
  }
  for (const char* name : {kPointsFolder, kTrainingsFolder, kConfirmationsFolder}) {
    MakeWritableFolder(folder + "/" + name);
  }
  database_ = std::make_unique<ExplorationDatabase>(folder + "/" + kDatabaseFile, space, again);
  progress_.total = search_->most_points();
}

// Appends the points of the next generation.
std::vector<Proposal> Explorer::Propose() {
  std::vector<Individual> all;
  for (const ExploredPoint& point : points_) {
    all.push_back({point.point.choice, ScoresOf(point.result, space_)});
  }
  std::vector<Proposal> proposals = search_->Next(all);
  for (const Proposal& proposal : proposals)
    points_.push_back({maker_.Make(proposal.choice), false, {}});
  return proposals;
}

ExplorationEnd Explorer::Run(Launcher* launcher, const ExplorationWatcher& watcher) {
  ExplorationEnd end;
  while (!next_.empty() && !end.stopped) {
    const size_t first = points_.size() - next_.size();
    database_->Begin();
    if (first == 0) database_->Clear();
    for (size_t i = 0; i < next_.size(); ++i) {
      database_->Propose(static_cast<int64_t>(first + i + 1), space_, points_[first + i].point,
                         next_[i]);
    }
    RunGeneration(first, launcher, watcher);
    end.stopped = std::any_of(points_.begin(), points_.end(),
                              [](const ExploredPoint& point) { return !point.known; });
    if (!end.stopped) next_ = Propose();
  }
  if (!end.stopped && space_.confirm > 0) Confirm(launcher, watcher, &end);
  return end;
}

// Within the transaction that proposes the points: what is known of them comes with them.
void Explorer::RunGeneration(size_t first, Launcher* launcher, const ExplorationWatcher& watcher) {
  std::vector<Task> tasks;
  std::vector<size_t> of_task;
  for (size_t i = first; i < points_.size(); ++i) {
    Task task = MakePointTask(space_, points_[i].point, folder_);
    task.name = "point " + std::to_string(i + 1);
    if (IsKnown(task.result)) {
      Store(i, "");
      ++progress_.known;
      continue;
    }
    std::filesystem::remove(task.result);
    tasks.push_back(std::move(task));
    of_task.push_back(i);
  }
  database_->Commit();
  watcher.progress(progress_);
  Watcher watch;
  watch.stop = watcher.stop;
  watch.done = [&](size_t task, const std::string& failure) {
    database_->Begin();
    Store(of_task[task], failure);
    database_->Commit();
    watcher.progress(progress_);
  };
  launcher->Run(tasks, watch);
}

void Explorer::Store(size_t index, const std::string& failure) {
  ExploredPoint& explored = points_[index];
  if (failure.empty()) {
    const Task task = MakePointTask(space_, explored.point, folder_);
    explored.result = Summarise(space_, silicon_.Of(explored.point.hw), ReadResult(task.result));
  } else {
    explored.result.error = failure;
  }
  explored.known = true;
  ++progress_.done;
  database_->Store(static_cast<int64_t>(index + 1), explored.result);
}

// A drawn subset of the points that are done.
std::vector<size_t> Explorer::Confirmed() const {
  std::vector<size_t> done;
  for (size_t i = 0; i < points_.size(); ++i) {
    if (points_[i].result.error.empty()) done.push_back(i);
  }
  Draws draws(space_.search.seed);
  const size_t count = std::min(done.size(), static_cast<size_t>(space_.confirm));
  for (size_t i = 0; i < count; ++i) {
    const int64_t left = static_cast<int64_t>(done.size() - i);
    std::swap(done[i], done[i + static_cast<size_t>(draws.Below(left))]);
  }
  done.resize(count);
  std::sort(done.begin(), done.end());
  return done;
}

void Explorer::Confirm(Launcher* launcher, const ExplorationWatcher& watcher, ExplorationEnd* end) {
  const std::vector<size_t> chosen = Confirmed();
  std::vector<Task> tasks;
  for (const size_t point : chosen) {
    tasks.push_back(MakeConfirmTask(space_, points_[point].point, folder_));
    tasks.back().name = "point " + std::to_string(point + 1) + " on the RTL";
    if (!IsKnown(tasks.back().result)) std::filesystem::remove(tasks.back().result);
  }
  progress_ = {0, 0, static_cast<int64_t>(chosen.size()), true};
  Watcher watch;
  watch.stop = watcher.stop;
  watch.done = [&](size_t task, const std::string& failure) {
    const std::string what = space_.source + ": " + tasks[task].name + ": ";
    if (!failure.empty()) throw Error(what + failure);
    const nlohmann::json result = ReadResult(tasks[task].result);
    if (result.contains("error")) throw Error(what + result["error"].get<std::string>());
    database_->Confirm(static_cast<int64_t>(chosen[task] + 1), result);
    if (result.contains("difference"))
      end->differences.push_back(what + result["difference"].get<std::string>());
    ++progress_.done;
    watcher.progress(progress_);
  };
  launcher->Run(tasks, watch);
  end->stopped = progress_.done < progress_.total;
}

}  // namespace itg
