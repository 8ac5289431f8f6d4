// SPDX-License-Identifier: Apache-2.0
//
// intaglio train
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "model/error.h"
#include "sw/cli/train_float.h"
#include "sw/cli/train_run.h"
#include "sw/cli/verbs.h"
#include "sw/mpi/processes.h"

namespace itg {
namespace {

// One of several processes. Who was started wrong is told once, and all end; what fails later ends
// the others wherever they wait.
int RunShared(const TrainOptions& options) {
  const Processes processes;
  std::unique_ptr<TrainRun> run;
  std::string failure;
  try {
    run = std::make_unique<TrainRun>(options, processes.size() > 1 ? processes.reducer() : nullptr);
  } catch (const Error& error) {
    failure = error.what();
  }
  const int failed = processes.FirstFailed(!run);
  if (failed < processes.size()) {
    if (failed == processes.rank()) fmt::print(stderr, "intaglio: {}\n", failure);
    processes.FirstFailed(false);  // the first to leave ends the others: not before it is told
    return kExitBadInput;
  }
  try {
    const int code = run->Train();
    std::fflush(stdout);
    processes.FirstFailed(false);
    return code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "intaglio: {}\n", error.what());
    processes.Abort(kExitBadInput);
  }
}

}  // namespace

int RunTrain(const TrainOptions& options) {
  if (Processes::Started()) return RunShared(options);
  if (AsksForFloat(options)) return TrainInFloat(options);
  return TrainRun(options, nullptr).Train();
}

}  // namespace itg
