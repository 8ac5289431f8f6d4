// SPDX-License-Identifier: Apache-2.0
//
// Does a run that finds a difference leave a waveform that shows it? On copies of the RTL with a
// fault in them: the command alone where that is enough, a window of it where it is long, all of
// the run where the fault is in what an earlier command left behind.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "tests/sw/support/broken_rtl.h"
#include "tests/sw/support/waveform.h"

namespace itg {
namespace {

struct Cycles {
  uint64_t first = 0;
  uint64_t last = 0;  // inclusive
};

// The numbers that `pattern` finds in `printed`.
Cycles Find(const std::string& printed, const std::string& pattern) {
  std::smatch match;
  if (!std::regex_search(printed, match, std::regex(pattern))) {
    ADD_FAILURE() << "no " << pattern << " in\n" << printed;
    return {};
  }
  const uint64_t first = std::stoull(match[1]);
  return {first, match.size() > 2 ? std::stoull(match[2]) : first};
}

// Of the command that differs, as the first run has them.
Cycles Ran(const std::string& printed) {
  const Cycles cycles = Find(printed, "ran +cycles \\[([0-9]+), ([0-9]+)\\)");
  return {cycles.first, cycles.last - 1};
}

uint64_t WrongCycle(const std::string& printed) {
  return Find(printed, "first wrong byte was in memory in cycle ([0-9]+)\n").first;
}

class Replays : public ::testing::Test, public BrokenRtl {
 protected:
  // The digits on a small network, and `options`.
  ProgramRun Train(const std::string& options) {
    return RunIntaglio(
        "train --config digits --set mu=4 --set data.train_limit=64 --set network.0.linear=16 "
        "--out " +
        out() + " " + options);
  }
  std::string Rtl() const { return "--check --machine rtl --hw '" + hw() + "' "; }
  std::string out() const { return folder() / "out"; }
  std::string wave() const { return folder() / "out/difference.fst"; }
};

TEST_F(Replays, TheCommandOfATrainingAlone) {
  BreakRounding();
  const ProgramRun run = Train(Rtl());
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_EQ(run.err.find("depends on what ran before"), std::string::npos) << run.err;
  const Cycles ran = Ran(run.err);
  const Cycles shown = Find(run.err, "difference.fst: ([0-9]+) of the cycles 0:");
  const Edges edges = RisingEdges(wave());
  EXPECT_EQ(edges.first, 0u);
  EXPECT_EQ(static_cast<uint64_t>(edges.count), shown.first);
  EXPECT_GE(shown.first, ran.last - ran.first + 1) << "not the whole command";
  EXPECT_LT(shown.first, ran.last - ran.first + 1 + 1000) << "more than the command";
  EXPECT_LE(10 * WrongCycle(run.err), edges.last);
}

TEST_F(Replays, AWindowAroundTheFirstWrongWrite) {
  BreakRounding();
  const ProgramRun run = Train(Rtl() + "--replay-cycles 64");
  EXPECT_EQ(run.exit_code, 1) << run.err;
  const Edges edges = RisingEdges(wave());
  EXPECT_EQ(edges.count, 64);
  // Three quarters of the window lie before it.
  EXPECT_EQ(edges.first, 10 * (WrongCycle(run.err) - 48));
}

TEST_F(Replays, EverythingWhenTheCommandAloneIsRight) {
  BreakLater();
  const ProgramRun run = RunIntaglio("compare --programs 100 --hw '" + hw() + "' --out " + out());
  EXPECT_EQ(run.exit_code, 1) << run.err << run.out;
  EXPECT_NE(run.out.find("depends on what ran before"), std::string::npos) << run.out;
  EXPECT_EQ(run.out.find("did not come to a difference"), std::string::npos) << run.out;
  EXPECT_EQ(run.out.find("came to another"), std::string::npos) << run.out;
  const Cycles ran = Ran(run.out);
  const Edges edges = RisingEdges(wave());
  EXPECT_LE(edges.first, 10 * ran.first);
  EXPECT_GE(edges.last, 10 * ran.last);
}

// A training that goes on from a checkpoint, on hardware that was right so far, is replayed from
// there although the checkpoint's file is another by then.
TEST_F(Replays, EverythingSinceTheCheckpoint) {
  const std::string options = Rtl() + "--set rounding.activation=stochastic --set epochs=";
  ASSERT_EQ(Train(options + "1").exit_code, 0);
  BreakLater();
  const ProgramRun run = Train(options + "40 --checkpoint-every 1 --resume " + out());
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_NE(run.err.find("depends on what ran before"), std::string::npos) << run.err;
  EXPECT_EQ(run.err.find("did not come to a difference"), std::string::npos) << run.err;
  EXPECT_EQ(run.err.find("came to another"), std::string::npos) << run.err;
  const Cycles ran = Ran(run.err);
  const Edges edges = RisingEdges(wave());
  EXPECT_LE(edges.first, 10 * ran.first);
  EXPECT_GE(edges.last, 10 * ran.last);
}

TEST_F(Replays, AnEvaluation) {
  ASSERT_EQ(Train("--set epochs=1").exit_code, 0);
  BreakRounding();
  const ProgramRun run = RunIntaglio("eval --run " + out() + " " + Rtl());
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_GT(RisingEdges(wave()).count, 0);
}

TEST_F(Replays, NothingWhenToldSo) {
  BreakRounding();
  const ProgramRun run = Train(Rtl() + "--no-replay");
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_EQ(run.err.find("replaying"), std::string::npos) << run.err;
  EXPECT_FALSE(std::filesystem::exists(wave()));
}

// The difference is what counts: it is reported, with its exit code, although the replay fails.
TEST_F(Replays, ADifferenceWhenTheWaveformCannotBeWritten) {
  BreakRounding();
  std::filesystem::create_directories(wave());
  const ProgramRun run = Train(Rtl());
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_NE(run.err.find("difference at command"), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("the replay did not work: "), std::string::npos) << run.err;
}

}  // namespace
}  // namespace itg
