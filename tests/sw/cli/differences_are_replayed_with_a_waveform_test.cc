// SPDX-License-Identifier: Apache-2.0
//
// Does the command line that `compare` and `train --check` print for a difference come to the same
// difference again, with a waveform that shows it? On copies of the RTL with a fault in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tests/sw/support/broken_rtl.h"
#include "tests/sw/support/waveform.h"

namespace itg {
namespace {

class Replayed : public ::testing::Test, public BrokenRtl {
 protected:
  // Runs the line that was printed behind "replay it with a waveform: intaglio ".
  ProgramRun Replay(const std::string& printed) {
    std::smatch line;
    const std::regex pattern("replay it with a waveform: intaglio (.* --trace ([0-9]+):[0-9]+)\n");
    if (!std::regex_search(printed, line, pattern)) {
      ADD_FAILURE() << "no line to replay: " << printed;
      return {};
    }
    arguments_ = line[1];
    first_ = std::stoull(line[2]);
    return RunShell("cd " + folder().path() + " && " + ITG_PROGRAM + " " + arguments_);
  }

  // The cycles [start, end) that `printed` says the command ran in are in the waveform, and a
  // hundred before them where there are any.
  void ExpectWaveformOf(const std::string& printed, const std::string& file = "trace.fst") {
    std::smatch ran;
    ASSERT_TRUE(std::regex_search(printed, ran, std::regex("cycles \\[([0-9]+), ([0-9]+)\\)")))
        << printed;
    const uint64_t start = std::stoull(ran[1]);
    const uint64_t end = std::stoull(ran[2]);
    EXPECT_EQ(first_, start - std::min<uint64_t>(start, 100));
    const Edges edges = RisingEdges(folder() / file);
    EXPECT_EQ(edges.first, 10 * first_);
    EXPECT_GE(edges.last, 10 * (end - 1));
    EXPECT_GE(edges.count, static_cast<int>(end - first_));
  }

  // From "difference at" to the cycles, which depend on what ran before.
  static std::string Difference(const std::string& printed) {
    const size_t at = printed.find("difference at command");
    EXPECT_NE(at, std::string::npos) << printed;
    return at == std::string::npos ? "" : printed.substr(at, printed.find("ran  ", at) - at);
  }

  std::string arguments_;  // of the replay
  uint64_t first_ = 0;     // cycle in its waveform
};

TEST_F(Replayed, TheProgramOfCompareAlone) {
  BreakRounding();
  const ProgramRun run =
      RunIntaglio("compare --no-replay --programs 50 --seed 3 --hw '" + hw() + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err << run.out;
  const ProgramRun again = Replay(run.out);
  EXPECT_NE(arguments_.find("--seed 3 --only "), std::string::npos) << arguments_;
  EXPECT_EQ(again.exit_code, 1) << again.err << again.out;
  EXPECT_EQ(Difference(again.out), Difference(run.out));
  ExpectWaveformOf(again.out);
}

// No program differs when it is run alone, so all are run up to the one that does.
TEST_F(Replayed, AllProgramsOfCompareWhenOneAloneIsFine) {
  BreakLater();
  const ProgramRun run = RunIntaglio("compare --no-replay --programs 100 --hw '" + hw() + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err << run.out;
  const ProgramRun again = Replay(run.out);
  EXPECT_NE(arguments_.find("--programs "), std::string::npos) << arguments_;
  EXPECT_EQ(again.exit_code, 1) << again.err << again.out;
  EXPECT_EQ(Difference(again.out), Difference(run.out));
  ExpectWaveformOf(again.out);
}

TEST_F(Replayed, TheStepOfATraining) {
  BreakRounding();
  const ProgramRun run = RunIntaglio(
      "train --no-replay --config digits --set epochs=1 --set mu=4 --set data.train_limit=32 --set "
      "data.test_limit=10 --set network.0.linear=16 --check --machine rtl --hw '" +
      hw() + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_NE(run.err.find("expected "), std::string::npos) << run.err;
  const ProgramRun again = Replay(run.err);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  ExpectWaveformOf(run.err);
}

// What the first run saved does not keep the second from running.
TEST_F(Replayed, TheStepOfATrainingWithAFolder) {
  BreakRounding();
  const ProgramRun run = RunIntaglio(
      "train --no-replay --config digits --set mu=4 --set data.train_limit=32 --set "
      "network.0.linear=16 --check --machine rtl --hw '" +
      hw() + "' --out '" + (folder() / "its out") + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_EQ(Replay(run.err).exit_code, 0);
  ExpectWaveformOf(run.err, "its out/replay/trace.fst");
}

}  // namespace
}  // namespace itg
