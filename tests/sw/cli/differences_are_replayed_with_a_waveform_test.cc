// SPDX-License-Identifier: Apache-2.0
//
// Does the command line that `compare` and `train --check` print for a difference come to the same
// difference again, with a waveform that shows it? On copies of the RTL with a fault in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <regex>

#include "sw/data/file.h"
#include "tests/sw/support/support.h"
#include "tests/sw/support/waveform.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

class Replayed : public ::testing::Test {
 protected:
  Replayed() {
    hw_ = folder_.Write("my hw.json", R"({"name": "small", "rows": 4, "cols": 4,
        "activation_bits": 8, "weight_bits": 8, "error_bits": 8, "gradient_bits": 8,
        "acc_bits": 32, "scratchpad_bytes": 4096, "accumulator_bytes": 32768, "bus_bytes": 8,
        "read_fifo_beats": 64})");
  }
  ~Replayed() override { unsetenv("ITG_SHARE_DIR"); }

  // From now on the program runs RTL in whose `file` `right` is replaced by `wrong`.
  void Break(const std::string& file, const std::string& right, const std::string& wrong) {
    const std::string source = ITG_SOURCE_DIR;
    const std::string share = folder_ / "share";
    fs::create_directories(share + "/sim");
    fs::copy(source + "/rtl", share + "/rtl", fs::copy_options::recursive);
    fs::copy(source + "/sim/rtl", share + "/sim/rtl", fs::copy_options::recursive);
    std::string text = ReadFile(share + "/rtl/" + file);
    const size_t at = text.find(right);
    ASSERT_NE(at, std::string::npos) << file;
    WriteFile(share + "/rtl/" + file, text.replace(at, right.size(), wrong));
    setenv("ITG_SHARE_DIR", share.c_str(), 1);
  }

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
    return RunShell("cd " + folder_.path() + " && " + ITG_PROGRAM + " " + arguments_);
  }

  // The cycles [start, end) that `printed` says the command ran in are in the waveform, and a
  // hundred before them where there are any.
  void ExpectWaveformOf(const std::string& printed) {
    std::smatch ran;
    ASSERT_TRUE(std::regex_search(printed, ran, std::regex("cycles \\[([0-9]+), ([0-9]+)\\)")))
        << printed;
    const uint64_t start = std::stoull(ran[1]);
    const uint64_t end = std::stoull(ran[2]);
    EXPECT_EQ(first_, start - std::min<uint64_t>(start, 100));
    const Edges edges = RisingEdges(folder_ / "trace.fst");
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

  TempFolder folder_;
  std::string hw_;
  std::string arguments_;  // of the replay
  uint64_t first_ = 0;     // cycle in its waveform
};

// The hardware rounds up where weight and threshold are equal, so just below a half.
TEST_F(Replayed, TheProgramOfCompareAlone) {
  Break("post/itg_round.sv", "(weight > threshold)", "(weight >= threshold)");
  const ProgramRun run = RunIntaglio("compare --programs 50 --seed 3 --hw '" + hw_ + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err << run.out;
  const ProgramRun again = Replay(run.out);
  EXPECT_NE(arguments_.find("--seed 3 --only "), std::string::npos) << arguments_;
  EXPECT_EQ(again.exit_code, 1) << again.err << again.out;
  EXPECT_EQ(Difference(again.out), Difference(run.out));
  ExpectWaveformOf(again.out);
}

// From the 32768th rounded element on the random bits are those of another seed: no program differs
// when it is run alone, so all are run up to the one that does.
TEST_F(Replayed, AllProgramsOfCompareWhenOneAloneIsFine) {
  Break("itg_top.sv", "    .seed_i,\n",
        "    .seed_i(seed_i ^ 32'(counters_o[64*itg_pkg::CountRounded+15])),\n");
  const ProgramRun run = RunIntaglio("compare --programs 100 --hw '" + hw_ + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err << run.out;
  const ProgramRun again = Replay(run.out);
  EXPECT_NE(arguments_.find("--programs "), std::string::npos) << arguments_;
  EXPECT_EQ(again.exit_code, 1) << again.err << again.out;
  EXPECT_EQ(Difference(again.out), Difference(run.out));
  ExpectWaveformOf(again.out);
}

TEST_F(Replayed, TheStepOfATraining) {
  Break("post/itg_round.sv", "(weight > threshold)", "(weight >= threshold)");
  const ProgramRun run = RunIntaglio(
      "train --config digits --set epochs=1 --set mu=4 --set data.train_limit=32 --set "
      "data.test_limit=10 --set network.0.linear=16 --check --machine rtl --hw '" +
      hw_ + "'");
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_NE(run.err.find("expected "), std::string::npos) << run.err;
  const ProgramRun again = Replay(run.err);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  ExpectWaveformOf(run.err);
}

}  // namespace
}  // namespace itg
