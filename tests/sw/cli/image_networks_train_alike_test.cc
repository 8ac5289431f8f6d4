// SPDX-License-Identifier: Apache-2.0
//
// A network of images, with a residual block, pools of both kinds and dropout, trains to the same
// bits by any number of threads, in any number of processes, and stopped and continued.
#include <gtest/gtest.h>

#include <filesystem>

#include "sw/data/file.h"
#include "tests/sw/support/runs.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// Large enough that a step of 64 images takes threads in one process. Every rounding draws bits by
// the index in the global batch; dropout draws columns for the whole batch.
const std::string kConfig = R"({
  "data": {"source": "digits", "train_limit": 256, "test_limit": 300},
  "network": [{"conv": 40, "kernel": 3, "padding": 1}, "relu",
              {"residual": [{"conv": 40, "kernel": 3, "padding": 1}, "relu",
                            {"conv": 40, "kernel": 3, "padding": 1}]}, "relu",
              {"max_pool": 2},
              {"residual": [{"conv": 48, "kernel": 3, "stride": 2, "padding": 1}],
               "shortcut": [{"conv": 48, "kernel": 1, "stride": 2}]}, "relu",
              {"average_pool": 2}, "dropout", {"linear": "classes"}],
  "batch": 64, "epochs": 3, "mu": 4, "seed": 3,
  "rounding": {"activation": "stochastic", "error": "stochastic"}})";

class ImageNetwork : public ::testing::Test {
 protected:
  void SetUp() override {
    config_ = folder_.Write("net.json", kConfig);
    Run("OMP_NUM_THREADS=1", Train("one"));
  }
  void Run(const std::string& words, const std::string& arguments) const {
    const ProgramRun run = RunShell(words + " " + ITG_PROGRAM + " " + arguments);
    ASSERT_EQ(run.exit_code, 0) << run.out << run.err;
  }
  std::string Train(const std::string& name, const std::string& more = "") const {
    return "train --config " + config_ + " --log-every 2 --stats 3 " + more + " --out " +
           (folder_ / name);
  }
  void ExpectLikeOne(const std::string& name) const {
    ExpectSameRun(ReadRun(folder_ / name), ReadRun(folder_ / "one"));
  }
  TempFolder folder_;
  std::string config_;
};

TEST_F(ImageNetwork, TrainsAlikeByAnyNumberOfThreads) {
  for (const std::string threads : {"2", "3"}) {
    Run("OMP_NUM_THREADS=" + threads, Train("threads" + threads));
    ExpectLikeOne("threads" + threads);
  }
}

TEST_F(ImageNetwork, TrainsAlikeInAnyNumberOfProcesses) {
  for (const int count : {1, 2, 4}) {
    const std::string name = "processes" + std::to_string(count);
    Run(Mpirun(count), Train(name));
    ExpectLikeOne(name);
  }
}

// From the middle of an epoch, where dropout and rounding must go on drawing.
TEST_F(ImageNetwork, TrainsAlikeStoppedAndContinued) {
  const std::string run = folder_ / "run";
  Run("", Train("run", "--set epochs=2 --checkpoint-every 3"));
  std::filesystem::rename(run + "/checkpoint.previous.npz", run + "/checkpoint.npz");
  Run(Mpirun(2), "train --resume " + run + " --set epochs=3 --set mu=4");
  ExpectLikeOne("run");
}

// mpirun asks its processes to stop two seconds after Ctrl-C, and kills what is left after two
// more. What it stops is in the middle of a training that would take hours.
TEST_F(ImageNetwork, CtrlCUnderMpirunLeavesARunThatContinues) {
  const std::string run = folder_ / "run";
  const ProgramRun stopped =
      RunShell(Mpirun(2, "--mca odls_base_sigkill_timeout 2") + ITG_PROGRAM + " " +
               Train("run", "--set epochs=50000") + " & pid=$!; until [ -s " + run +
               "/metrics.csv ]; do sleep 0.01; done; kill -INT $pid; wait $pid");
  EXPECT_NE(stopped.exit_code, 0) << stopped.out;
  const std::string told = "stopped; continue with: mpirun -n 2 intaglio train --resume " + run;
  EXPECT_NE(stopped.err.find(told), std::string::npos) << stopped.err;
  const nlohmann::json report = ReadRun(run).report;
  EXPECT_EQ(report["interrupted"], true);
  const std::string end = "--set mu=4 --set epochs=" + std::to_string(report["epochs"].size() + 2);
  Run("", "train --resume " + run + " " + end);
  Run("", Train("whole", end));
  ExpectSameRun(ReadRun(run), ReadRun(folder_ / "whole"));
}

}  // namespace
}  // namespace itg
