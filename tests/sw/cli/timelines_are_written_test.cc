// SPDX-License-Identifier: Apache-2.0
//
// `--timeline`: the verbs that run the RTL write the commands asked for, or one line of refusal.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sim/config/json.h"
#include "sw/data/file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

const std::string kShort =
    "train --config digits --set epochs=1 --set mu=4 --set data.train_limit=96 --set "
    "data.test_limit=300 --set network.0.linear=16 ";
const std::string kRtl = "--machine rtl --hw tiny ";

class TimelineCli : public ::testing::Test {
 protected:
  // Slices of the commands in `file`.
  std::vector<nlohmann::json> Commands(const std::string& file) const {
    std::vector<nlohmann::json> commands;
    const nlohmann::json events = nlohmann::json::parse(ReadFile(file))["traceEvents"];
    for (const nlohmann::json& event : events) {
      if (event["ph"] == "X" && event["tid"] == 1) commands.push_back(event);
    }
    return commands;
  }
  static uint64_t Cycles(const std::vector<nlohmann::json>& commands) {
    uint64_t cycles = 0;
    for (const nlohmann::json& command : commands) cycles += command["dur"].get<uint64_t>();
    return cycles;
  }
  void ExpectLine(const ProgramRun& run, const std::string& words, int exit_code = 0) {
    EXPECT_EQ(run.exit_code, exit_code) << run.err;
    EXPECT_NE(run.out.find("timeline " + file_ + ": " + words), std::string::npos) << run.out;
  }
  // Refused with one line that has `words`; nothing is left in the folder.
  void ExpectLost(const ProgramRun& run, const std::string& words) {
    EXPECT_EQ(run.exit_code, 2) << run.out;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
  }
  TempFolder folder_;
  std::string file_ = folder_ / "t.json";
};

// A step of six commands; three of them, then two evaluation batches of two commands.
TEST_F(TimelineCli, ATrainingShowsItsFirstStep) {
  const ProgramRun run = RunIntaglio(kShort + kRtl + "--timeline " + file_);
  const std::vector<nlohmann::json> commands = Commands(file_);
  ASSERT_EQ(commands.size(), 6u);
  ExpectLine(run, "6 commands of the first pass, " + std::to_string(Cycles(commands)) +
                      " cycles; as a waveform: --trace ");
  EXPECT_EQ(commands[0]["name"], "fc1 forward+requantise_relu");
  EXPECT_EQ(commands[0]["args"]["layer"], "fc1");
  EXPECT_EQ(commands[0]["args"]["phase"], "forward");
  EXPECT_EQ(commands[5]["name"], "fc1 gradient+update");
  EXPECT_EQ(commands[5]["args"]["phase"], "gradient");
  EXPECT_EQ(commands[5]["args"]["index"], 5);
  EXPECT_GT(commands[5]["args"]["array_cycles"], 0);
}

TEST_F(TimelineCli, CommandsAreCountedThroughTheRun) {
  const ProgramRun run = RunIntaglio(kShort + kRtl + "--check --timeline " + file_ + "=17:19");
  const std::vector<nlohmann::json> commands = Commands(file_);
  ASSERT_EQ(commands.size(), 3u);
  ExpectLine(run, "3 commands of the commands 17:19, ");
  EXPECT_EQ(commands[0]["args"]["index"], 5);  // the end of the last step, then the evaluation
  EXPECT_EQ(commands[1]["args"]["index"], 0);
  EXPECT_EQ(commands[2]["args"]["index"], 1);
}

TEST_F(TimelineCli, ARunThatEndsBeforeSaysSo) {
  ExpectLine(RunIntaglio(kShort + kRtl + "--timeline " + file_ + "=21:100"),
             "1 commands of the commands 21:100, ");
  ExpectLine(RunIntaglio(kShort + kRtl + "--timeline " + file_ + "=900:901"),
             "empty: the run never came to the commands 900:901\n");
  EXPECT_TRUE(Commands(file_).empty());
}

// Every program is a pass; commands are counted over all of them. A few programs leave cells of the
// coverage table empty, hence 1.
TEST_F(TimelineCli, ComparisonsAndEvaluationsHaveOne) {
  const std::string compare = "compare --hw tiny --timeline " + file_;
  ExpectLine(RunIntaglio(compare + " --only 0"), "");
  const size_t first = Commands(file_).size();
  ASSERT_GT(first, 0u);
  ExpectLine(RunIntaglio(compare + " --programs 3"), "", 1);
  EXPECT_EQ(Commands(file_).size(), first);
  ExpectLine(RunIntaglio(compare + "=0:" + std::to_string(first) + " --programs 3"), "", 1);
  EXPECT_EQ(Commands(file_).size(), first + 1);
  ASSERT_EQ(RunIntaglio(kShort + "--out " + (folder_ / "run")).exit_code, 0);
  ExpectLine(RunIntaglio("eval --run " + (folder_ / "run") + " " + kRtl + "--timeline " + file_),
             "2 commands of the first pass, ");
}

TEST_F(TimelineCli, WhatCannotBeWrittenIsRefused) {
  ExpectLost(RunIntaglio(kShort + kRtl + "--timeline " + (folder_ / "none/t.json")),
             "/none/t.json: cannot write: No such file");
  ExpectLost(RunIntaglio(kShort + kRtl + "--timeline /dev/full"),
             "/dev/full: cannot write: is not a regular file");
}

// A file may not grow beyond 8 KiB: the output of the program fits, a step's timeline does not.
TEST_F(TimelineCli, AFullDiskEndsTheRunWithOneLine) {
  ASSERT_EQ(RunIntaglio("compare --hw tiny --only 0").exit_code, 0);  // the plug-in is built
  const ProgramRun run =
      RunShell("ulimit -f 8; " ITG_PROGRAM " " + kShort + kRtl + "--timeline " + file_);
  ExpectLost(run, file_ + ": cannot write: File too large");
}

TEST_F(TimelineCli, AnUnfinishedFileLeavesTheOneBefore) {
  folder_.Write("t.json", "before");
  const ProgramRun run =
      RunShell("ulimit -f 8; " ITG_PROGRAM " " + kShort + kRtl + "--timeline " + file_);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(ReadFile(file_), "before");
}

}  // namespace
}  // namespace itg
