// SPDX-License-Identifier: Apache-2.0
//
// A run that ends anywhere, however it ends, is continued to the bit-identical result.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <random>

#include "sw/data/file.h"
#include "tests/sw/support/runs.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

const std::string kTraining = "--config digits --set epochs=4 --set mu=4 --log-every 7 --stats 50 ";

class Runs : public ::testing::Test {
 protected:
  ProgramRun Train(const std::string& arguments, const std::string& name) const {
    return RunIntaglio("train " + arguments + " --out " + (folder_ / name));
  }
  ProgramRun Resume(const std::string& name, const std::string& arguments = "") const {
    return RunIntaglio("train --resume " + (folder_ / name) + " " + arguments);
  }
  std::string Newest(const std::string& name) const { return (folder_ / name) + "/checkpoint.npz"; }
  TempFolder folder_;
};

// Starts the training in `folder`, or continues it, and kills it after `microseconds`. Returns
// whether it had ended by itself.
bool RunAndKill(const std::string& folder, int microseconds) {
  const std::string command = std::string("exec ") + ITG_PROGRAM + " train " + kTraining +
                              "--checkpoint-every 3 --resume " + folder + " >" + folder +
                              ".log 2>&1";
  const char* arguments[] = {"sh", "-c", command.c_str(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char**>(arguments), environ)) {
    ADD_FAILURE() << "cannot start";
    return true;
  }
  usleep(static_cast<useconds_t>(microseconds));
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return false;
  EXPECT_EQ(WEXITSTATUS(status), 0) << ReadFile(folder + ".log");
  return true;
}

TEST_F(Runs, KilledAtAnyInstantTheyContinueToTheSameResult) {
  ASSERT_EQ(Train(kTraining, "whole").exit_code, 0);
  const RunFiles whole = ReadRun(folder_ / "whole");
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 engine(seed);
  const std::string run = folder_ / "killed";
  int kills = 0;
  // A slow machine is given more time with every attempt.
  for (unsigned limit = 60000; !RunAndKill(run, static_cast<int>(engine() % limit));
       limit += 2000) {
    ASSERT_LT(++kills, 1000);
  }
  EXPECT_GT(kills, 0);
  ExpectSameRun(ReadRun(run), whole);
}

TEST_F(Runs, CtrlCLeavesARunThatTheNamedCommandContinues) {
  ASSERT_EQ(Train(kTraining + "--set epochs=60", "whole").exit_code, 0);
  const std::string run = folder_ / "run";
  const ProgramRun stopped =
      RunIntaglio("train " + kTraining + "--set epochs=60 --out " + run + " & pid=$!; until [ -s " +
                  run + "/metrics.csv ]; do sleep 0.01; done; " + "kill -INT $pid; wait $pid");
  ASSERT_EQ(stopped.exit_code, 130) << stopped.err;
  const std::string told = "stopped; continue with: intaglio train --resume " + run + "\n";
  EXPECT_NE(stopped.err.find(told), std::string::npos) << stopped.err;
  EXPECT_EQ(ReadRun(run).report["interrupted"], true);
  ASSERT_EQ(Resume("run").exit_code, 0);
  ExpectSameRun(ReadRun(run), ReadRun(folder_ / "whole"));
}

TEST_F(Runs, EvalGivesWhatTrainingReported) {
  ASSERT_EQ(Train(kTraining, "run").exit_code, 0);
  const nlohmann::json last = ReadRun(folder_ / "run").report["epochs"].back();
  const std::string json = folder_ / "eval.json";
  ASSERT_EQ(RunIntaglio("eval --run " + (folder_ / "run") + " --json " + json).exit_code, 0);
  const nlohmann::json eval = nlohmann::json::parse(ReadFile(json));
  EXPECT_EQ(eval["accuracy"], last["accuracy_test"]);
  EXPECT_EQ(eval["loss"], last["loss_test"]);
  EXPECT_EQ(eval["samples"], 360);
  const ProgramRun train =
      RunIntaglio("eval --images train --checkpoint " + Newest("run") + " --json " + json);
  ASSERT_EQ(train.exit_code, 0) << train.err;
  EXPECT_EQ(nlohmann::json::parse(ReadFile(json))["samples"], 1437);
  EXPECT_EQ(RunIntaglio("eval").exit_code, 2);
  EXPECT_EQ(RunIntaglio("eval --run " + (folder_ / "none")).exit_code, 2);
}

// A training that is made longer is the longer training.
TEST_F(Runs, MoreEpochsContinueWhereTheRunEnded) {
  ASSERT_EQ(Train("--config digits --set epochs=3 --set mu=[4,3,2]", "long").exit_code, 0);
  ASSERT_EQ(Train("--config digits --set epochs=2 --set mu=[4,3]", "short").exit_code, 0);
  ASSERT_EQ(Resume("short", "--set epochs=3 --set mu=[4,3,2]").exit_code, 0);
  ExpectSameRun(ReadRun(folder_ / "short"), ReadRun(folder_ / "long"));
  // A run that is at its end gives its report again.
  std::filesystem::remove((folder_ / "long") + "/report.json");
  ASSERT_EQ(Resume("long").exit_code, 0);
  ExpectSameRun(ReadRun(folder_ / "short"), ReadRun(folder_ / "long"));
}

TEST_F(Runs, ADamagedCheckpointIsRefusedAndThePreviousTakesItsPlace) {
  ASSERT_EQ(Train(kTraining, "run").exit_code, 0);
  const RunFiles whole = ReadRun(folder_ / "run");
  const std::string good = ReadFile(Newest("run"));
  for (const size_t size : {size_t{0}, size_t{1}, size_t{30}, good.size() / 2, good.size() - 1}) {
    WriteFile(Newest("run"), good.substr(0, size));
    const ProgramRun refused = Resume("run");
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_EQ(refused.err.rfind("intaglio: " + Newest("run") + ": ", 0), 0u) << refused.err;
    EXPECT_EQ(refused.err.find('\n'), refused.err.size() - 1) << refused.err;
  }
  std::filesystem::rename((folder_ / "run") + "/checkpoint.previous.npz", Newest("run"));
  ASSERT_EQ(Resume("run").exit_code, 0);
  ExpectSameRun(ReadRun(folder_ / "run"), whole);
}

// Files may grow to 24 KiB: the metrics of later epochs do not fit.
TEST_F(Runs, AFullDiskLosesNothing) {
  const std::string longer = "--config digits --set epochs=30 --set mu=3 --log-every 1 ";
  ASSERT_EQ(Train(longer, "whole").exit_code, 0);
  const ProgramRun full = RunIntaglio("--version; ulimit -f 48; " + std::string(ITG_PROGRAM) +
                                      " train " + longer + "--out " + (folder_ / "run"));
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_NE(full.err.find(": cannot write: File too large\n"), std::string::npos) << full.err;
  ASSERT_EQ(Resume("run").exit_code, 0);
  ExpectSameRun(ReadRun(folder_ / "run"), ReadRun(folder_ / "whole"));
}

TEST_F(Runs, AnotherTrainingIsRefusedByTheKeyThatDiffers) {
  ASSERT_EQ(Train("--config digits --set epochs=2 --set mu=4", "run").exit_code, 0);
  const auto refused = [&](const std::string& arguments, const std::string& words) {
    const ProgramRun run = Resume("run", arguments);
    EXPECT_EQ(run.exit_code, 2) << arguments;
    EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
    EXPECT_EQ(run.err.find('\n'), run.err.size() - 1) << run.err;
  };
  refused("--config digits --set epochs=2", "mu.0 = 4, this run has 5");
  refused("--config digits --set epochs=2 --set mu=[4,3]", "mu.1 = 4, this run has 3");
  refused("--seed 2", "seed = 1, this run has 2");
  refused("--set batch=16", "batch = 32, this run has 16");
  refused("--set network.0.linear=50", "network.0.linear = 100, this run has 50");
  refused("--set epochs=1 --set mu=4", "epochs = 2, this run has 1");
  refused("--set data.train_limit=640", "data.train_limit = 0, this run has 640");
  refused("--set rounding.loss=nearest", "rounding.loss");
  refused("--out " + (folder_ / "other"), "continued in its own folder");
  EXPECT_EQ(Resume("none").exit_code, 2);
  EXPECT_NE(Resume("none").err.find("no checkpoint.npz there"), std::string::npos);
}

}  // namespace
}  // namespace itg
