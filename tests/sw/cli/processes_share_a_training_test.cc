// SPDX-License-Identifier: Apache-2.0
//
// Any number of processes gives the bits of one: weights, metrics, statistics and report.
#include <gtest/gtest.h>

#include <filesystem>

#include "sw/data/file.h"
#include "tests/sw/support/runs.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// Every rounding draws bits by the index in the global batch; 300 test images: two batches.
const std::string kTraining =
    "--config digits --set epochs=2 --set mu=4 --set data.test_limit=300 --log-every 10 --stats 30 "
    "--set rounding.activation=stochastic --set rounding.error=stochastic ";

class Processes : public ::testing::Test {
 protected:
  // What is printed and what is complained about, in `out`.
  ProgramRun Run(int count, const std::string& arguments) const {
    return RunShell(Mpirun(count) + ITG_PROGRAM + " " + arguments + " 2>&1");
  }
  void SetUp() override {
    ASSERT_EQ(RunIntaglio("train " + kTraining + "--out " + (folder_ / "one")).exit_code, 0);
  }
  TempFolder folder_;
};

TEST_F(Processes, GiveTheResultOfOne) {
  const RunFiles one = ReadRun(folder_ / "one");
  EXPECT_NE(one.statistics, "");
  for (const int count : {1, 2, 4}) {
    const std::string run = folder_ / std::to_string(count);
    const ProgramRun result = Run(count, "train " + kTraining + "--out " + run);
    ASSERT_EQ(result.exit_code, 0) << result.out;
    ExpectSameRun(ReadRun(run), one);
    // One of them alone prints.
    const std::string first_line = "epoch 1/2 ";
    EXPECT_NE(result.out.find(first_line), std::string::npos) << result.out;
    EXPECT_EQ(result.out.find(first_line), result.out.rfind(first_line)) << result.out;
    const nlohmann::json report = nlohmann::json::parse(ReadFile(run + "/report.json"));
    EXPECT_EQ(report["simulation"]["processes"], count);
  }
}

TEST_F(Processes, AnotherNumberContinuesARun) {
  const std::string run = folder_ / "run";
  const std::string shorter = kTraining + "--set epochs=1 --checkpoint-every 13 ";
  ASSERT_EQ(Run(4, "train " + shorter + "--out " + run).exit_code, 0);
  // From within the epoch: the checkpoint before the last.
  std::filesystem::rename(run + "/checkpoint.previous.npz", run + "/checkpoint.npz");
  const ProgramRun result = Run(2, "train --resume " + run + " --set epochs=2 --set mu=4");
  ASSERT_EQ(result.exit_code, 0) << result.out;
  ExpectSameRun(ReadRun(run), ReadRun(folder_ / "one"));
}

TEST_F(Processes, ThatCannotShareABatchAreRefusedOnce) {
  const ProgramRun result = Run(3, "train " + kTraining);
  EXPECT_EQ(result.exit_code, 2);
  const std::string line =
      "intaglio: digits: batch = 32: expected a multiple of the 3 processes that share it\n";
  EXPECT_NE(result.out.find(line), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find(line), result.out.rfind(line)) << result.out;
  EXPECT_EQ(Run(2, "train --config digits --machine rtl --hw tiny").exit_code, 2);
}

}  // namespace
}  // namespace itg
