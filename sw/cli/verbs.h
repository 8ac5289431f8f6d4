// SPDX-License-Identifier: Apache-2.0
//
// The verbs of the program and what can be asked of each. command_line.cc names the options for
// the user; a verb returns the exit code and throws Error for bad input.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sw/cli/replay_difference.h"
#include "sw/cli/run_options.h"
#include "sw/compare/compare.h"
#include "sw/explore/launcher.h"

namespace itg {

inline constexpr int kExitFine = 0;
inline constexpr int kExitDifference = 1;
inline constexpr int kExitBadInput = 2;

struct TrainOptions {
  RunOptions run;  // an empty machine: that of the continued run, else golden
  bool check = false;
  bool float_twin = false;
  std::string out;
  std::string resume;  // folder of the run to continue
  std::string trace;
  std::string timeline;
  ReplayChoice replay;
  std::string energy;
  // Replace keys of the configuration.
  std::optional<int64_t> checkpoint_every;
  std::optional<int64_t> log_every;
  std::optional<int64_t> stats;
};

struct EvalOptions {
  RunOptions run;
  std::string checkpoint;
  std::string folder;
  std::string images = "test";
  bool check = false;
  std::string timeline;
  ReplayChoice replay;
  std::string json;
};

struct CompareVerbOptions {
  RunOptions run;
  CompareOptions compare;
  std::string out;
  std::string trace;
  std::string timeline;
  ReplayChoice replay;
};

struct ReplayOptions {
  RunOptions run;
  std::string folder;
  bool fused = false;
  std::string trace;
  std::string timeline;
};

struct DumpOptions {
  RunOptions run;
  int64_t step = 0;
  std::string tensor;
  std::string out;
  std::string all;
};

struct DiffOptions {
  std::vector<std::string> paths;
  RunOptions first;
  RunOptions second;  // what is not given is as in `first`
  int64_t steps = 0;
};

struct ExportOptions {
  RunOptions run;
  std::string checkpoint;
  std::string onnx;
  std::string npz;
};

struct ImportOptions {
  std::string model;
  std::string out;
  int bits = 8;
};

struct CyclesOptions {
  RunOptions run;
  std::string topology;
  bool requantise = false;
  std::vector<std::string> what_if;  // other hardware: changes of keys, each a list
  std::string out;
  std::string energy;
};

struct SynthOptions {
  std::string hw = "base";
  std::string liberty;  // empty: Debian's osu018
  std::string block;
  std::string out;
  int scale_to = 0;  // nm; 0: not at all
  int jobs = 0;      // 0: as many as cores
};

struct PowerOptions {
  RunOptions run;
  int64_t steps = 4;
  std::string liberty;
  double clock_mhz = 50;
  std::string out;
};

struct ExploreOptions {
  std::string space;
  std::vector<std::string> sets;
  std::string out;
  LauncherOptions launcher;
  bool extend = false;
  std::string points;  // of a worker: a file of tasks, or "-"
};

struct ReportOptions {
  std::string path;  // a report folder, an exploration's folder or its database
  std::string out;   // empty: beside what is shown
};

int RunTrain(const TrainOptions& options);
int RunEval(const EvalOptions& options);
int RunCompare(const CompareVerbOptions& options);
int RunReplay(const ReplayOptions& options);
int RunDump(const DumpOptions& options);
int RunDiff(const DiffOptions& options);
int RunExport(const ExportOptions& options);
int RunImport(const ImportOptions& options);
int RunCycles(const CyclesOptions& options);
int RunSynth(const SynthOptions& options);
int RunPower(const PowerOptions& options);
int RunExplore(const ExploreOptions& options);
int RunReport(const ReportOptions& options);

}  // namespace itg
