// SPDX-License-Identifier: Apache-2.0
//
// intaglio explore: many designs, each trained and costed, in a database.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include "model/error.h"
#include "sim/rtl/process.h"
#include "sw/cli/interrupt.h"
#include "sw/cli/output_folder.h"
#include "sw/cli/verbs.h"
#include "sw/explore/explorer.h"
#include "sw/explore/front_table.h"
#include "sw/explore/worker.h"

namespace itg {
namespace {

// One line: redrawn on a terminal, else a new one every few seconds.
class ProgressLine {
 public:
  void Show(const ExplorationProgress& progress) {
    const Clock::time_point now = Clock::now();
    const bool ends = progress.done == progress.total;
    if (!terminal_ && !ends && now < next_) return;
    next_ = now + std::chrono::seconds(5);
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const int64_t ran = progress.done - progress.known;
    const double rate = seconds > 0 ? static_cast<double>(ran) / seconds : 0;
    std::string line = fmt::format("{}{} of {} points", progress.confirms ? "on the RTL: " : "",
                                   progress.done, progress.total);
    if (ran > 0) {
      const auto rest =
          static_cast<int64_t>(static_cast<double>(progress.total - progress.done) / rate);
      line += rate >= 1 ? fmt::format(", {:.2f} a second", rate)
                        : fmt::format(", {:.1f} s a point", 1 / rate);
      line += fmt::format(", rest {}:{:02}", rest / 60, rest % 60);
    }
    fmt::print(stderr, "{}{}{}", terminal_ ? "\r\033[K" : "", line, terminal_ ? "" : "\n");
    std::fflush(stderr);
  }
  void End() const {
    if (terminal_) fmt::print(stderr, "\n");
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_;
};

void RefuseWithoutTools(const Space& space, const ExploreOptions& options) {
  if (space.confirm == 0 || options.launcher.name != "local") return;
  for (const char* tool : {"verilator", "clang++"}) {
    if (!FindProgram(tool).empty()) continue;
    throw Error(space.source + ": confirm = " + std::to_string(space.confirm) + ": needs " + tool +
                " on PATH, or 0");
  }
}

int Explore(const ExploreOptions& options) {
  const Space space = ReadSpace(options.space, options.sets);
  RefuseWithoutTools(space, options);
  LauncherOptions launching = options.launcher;
  launching.folder = options.out.empty() ? "out/" + space.name : options.out;
  const OutputFolder folder(launching.folder);
  Explorer explorer(space, launching.folder, options.extend);
  const std::unique_ptr<Launcher> launcher = MakeLauncher(launching);
  CatchInterrupt();
  ProgressLine line;
  ExplorationWatcher watcher;
  watcher.progress = [&line](const ExplorationProgress& progress) { line.Show(progress); };
  watcher.stop = Interrupted;
  const ExplorationEnd end = explorer.Run(launcher.get(), watcher);
  line.End();
  for (const std::string& difference : end.differences) fmt::print(stderr, "{}\n", difference);
  if (end.stopped) {
    fmt::print(stderr, "stopped; the same command continues\n");
    return InterruptedExitCode();
  }
  fmt::print("{}\n{}/{}\n", FrontTable(space, explorer.points()), launching.folder, kDatabaseFile);
  return end.differences.empty() ? kExitFine : kExitDifference;
}

}  // namespace

int RunExplore(const ExploreOptions& options) {
  if (options.points.empty() == options.space.empty()) {
    throw Error("explore: expected --space or --points");
  }
  if (options.space.empty() && options.out.empty()) {
    throw Error("--points: needs --out, the folder of the exploration");
  }
  return options.space.empty() ? RunWorker(options.points, options.out) : Explore(options);
}

}  // namespace itg
