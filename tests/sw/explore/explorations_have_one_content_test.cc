// SPDX-License-Identifier: Apache-2.0
//
// The database of an exploration is the same for any number of workers, and whatever was killed on
// the way.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "sw/data/file.h"
#include "tests/sw/explore/content.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

// 12 points, two trainings each; hardware that differs in rows alone shares its trainings.
constexpr const char* kSpace = R"({
  "name": "few", "config": "digits", "hw": "tiny",
  "set": {"train.epochs": 2, "train.mu": [5, 4]},
  "axes": {"hw.weight_bits,hw.activation_bits": [4, 6, 8], "hw.rows": [2, 4],
           "train.rounding.gradient": ["nearest", "stochastic"]},
  "seeds": [1, 2], "target_accuracy": 80, "clock_mhz": 100)";

class Explorations : public ::testing::Test {
 protected:
  void SetUp() override { folder_.Write("few.json", std::string(kSpace) + "}"); }

  std::string Arguments(const std::string& name, int workers) const {
    return "explore --space " + (folder_ / "few.json") + " --out " + (folder_ / name) +
           " --workers " + std::to_string(workers);
  }
  ProgramRun Explore(const std::string& name, int workers) const {
    return RunIntaglio(Arguments(name, workers));
  }
  std::string Database(const std::string& name) const { return (folder_ / name) + "/explore.db"; }
  int Results(const std::string& name) const {
    int count = 0;
    std::error_code absent;
    for (const auto& file : fs::directory_iterator((folder_ / name) + "/points", absent)) {
      count += file.path().extension() == ".json" ? 1 : 0;
    }
    return count;
  }
  pid_t Start(const std::string& name, int workers) const {
    const std::string line = std::string("exec ") + ITG_PROGRAM + " " + Arguments(name, workers) +
                             " >" + (folder_ / name) + ".log 2>&1";
    const char* words[] = {"sh", "-c", line.c_str(), nullptr};
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char**>(words), environ),
              0);
    return child;
  }
  void AwaitResults(const std::string& name, int count) const {
    for (int i = 0; i < 6000 && Results(name) < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_GE(Results(name), count);
  }
  TempFolder folder_;
};

// Processes whose parent is `parent`.
std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::ifstream list("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) +
                     "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

int Wait(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(Explorations, AreTheSameForAnyNumberOfWorkers) {
  const ProgramRun one = Explore("one", 1);
  ASSERT_EQ(one.exit_code, 0) << one.err;
  const ProgramRun three = Explore("three", 3);
  ASSERT_EQ(three.exit_code, 0) << three.err;
  ExpectSameContent(Database("one"), Database("three"));
  EXPECT_EQ(NumberOf(Database("one"), "SELECT count(*) FROM points WHERE status = 'done'"), 12);
  EXPECT_EQ(NumberOf(Database("one"), "SELECT count(*) FROM epochs"), 12 * 2 * 2);
  // The table of the front ends in the path of the database.
  EXPECT_NE(one.out.find("points are best in accuracy, cycles, energy"), std::string::npos);
  EXPECT_NE(one.out.find(Database("one")), std::string::npos);
}

TEST_F(Explorations, SurviveTheirWorkers) {
  ASSERT_EQ(Explore("whole", 2).exit_code, 0);
  const pid_t explorer = Start("killed", 2);
  for (int count = 1; count < 8; count += 3) {
    AwaitResults("killed", count);
    const std::vector<pid_t> workers = ChildrenOf(explorer);
    ASSERT_FALSE(workers.empty());
    kill(workers.front(), SIGKILL);
  }
  EXPECT_EQ(Wait(explorer), 0) << ReadFile((folder_ / "killed") + ".log");
  ExpectSameContent(Database("whole"), Database("killed"));
  const std::string log = ReadFile((folder_ / "killed") + "/explore.log");
  EXPECT_NE(log.find("worker ended by signal 9"), std::string::npos) << log;
}

TEST_F(Explorations, KilledAtAnyInstantContinue) {
  ASSERT_EQ(Explore("whole", 2).exit_code, 0);
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 engine(seed);
  int killed = 0;
  useconds_t longest = 0;
  for (bool ended = false; !ended;) {
    longest += 150000;  // however slow the machine is, it gets on
    const pid_t explorer = Start("again", 2);
    usleep(std::uniform_int_distribution<useconds_t>(20000, longest)(engine));
    kill(explorer, SIGKILL);
    const int code = Wait(explorer);
    ended = code == 0;
    killed += code == 128 + SIGKILL ? 1 : 0;
    ASSERT_TRUE(ended || code == 128 + SIGKILL) << code << ReadFile((folder_ / "again") + ".log");
  }
  ExpectSameContent(Database("whole"), Database("again"));
  EXPECT_GT(killed, 0);
}

TEST_F(Explorations, StopForCtrlCAndContinue) {
  const pid_t explorer = Start("stopped", 1);
  AwaitResults("stopped", 2);
  kill(explorer, SIGINT);
  EXPECT_EQ(Wait(explorer), 130);
  const std::string told = ReadFile((folder_ / "stopped") + ".log");
  EXPECT_NE(told.find("stopped; the same command continues"), std::string::npos) << told;
  const int results = Results("stopped");
  EXPECT_LT(results, 12);
  EXPECT_GT(NumberOf(Database("stopped"), "SELECT count(*) FROM points WHERE status = 'done'"), 0);
  const ProgramRun rest = Explore("stopped", 2);
  EXPECT_EQ(rest.exit_code, 0) << rest.err;
  ASSERT_EQ(Explore("whole", 2).exit_code, 0);
  ExpectSameContent(Database("whole"), Database("stopped"));
}

TEST_F(Explorations, DoNotComputeWhatIsKnown) {
  ASSERT_EQ(Explore("known", 2).exit_code, 0);
  for (const auto& file : fs::directory_iterator((folder_ / "known") + "/points")) {
    std::string text = ReadFile(file.path());
    const size_t energy = text.find("\"array_use\":0.");
    ASSERT_NE(energy, std::string::npos);
    text.replace(energy, 14, "\"array_use\":7.");  // no computation gives this
    WriteFile(file.path(), text);
  }
  fs::remove(Database("known"));
  ASSERT_EQ(Explore("known", 2).exit_code, 0);
  EXPECT_EQ(NumberOf(Database("known"), "SELECT count(*) FROM points WHERE array_use > 7"), 12);
}

TEST_F(Explorations, OfAnotherSpaceAreRefusedOrExtended) {
  ASSERT_EQ(Explore("grown", 2).exit_code, 0);
  std::string text = std::string(kSpace) + "}";
  text.replace(text.find("[2, 4]"), 6, "[2, 4, 8]");
  folder_.Write("few.json", text);
  const ProgramRun refused = Explore("grown", 2);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("holds the exploration of another space"), std::string::npos);
  EXPECT_EQ(Results("grown"), 12);
  ASSERT_EQ(RunIntaglio(Arguments("grown", 2) + " --extend").exit_code, 0);
  EXPECT_EQ(Results("grown"), 18);
  EXPECT_EQ(NumberOf(Database("grown"), "SELECT count(*) FROM points WHERE status = 'done'"), 18);
}

}  // namespace
}  // namespace itg
