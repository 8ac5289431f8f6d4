// SPDX-License-Identifier: Apache-2.0
//
// Does GTKWave find in a waveform what the save file beside it asks for? It says nothing about a
// signal that it does not find, so every name is looked up, for configurations of different widths.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "sw/data/file.h"
#include "tests/sw/support/support.h"
#include "tests/sw/support/waveform.h"

namespace itg {
namespace {

class Shown : public ::testing::Test {
 protected:
  // Two commands of a training of the digits, as `file`.fst and what belongs to it.
  void Trace(const std::string& hw) {
    const ProgramRun run = RunIntaglio(
        "train --config digits --machine rtl --hw " + hw +
        " --set data.train_limit=32 --set data.test_limit=10 --set epochs=1 --set mu=4 --set "
        "network.0.linear=16 --trace 0:4000 --out " +
        (folder_ / hw));
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_NE(run.out.find("look at it: gtkwave " + (folder_ / hw) + "/trace.gtkw\n"),
              std::string::npos)
        << run.out;
  }

  TempFolder folder_;
};

TEST_F(Shown, EverySignalOfTheSaveFileIsInTheWaveform) {
  for (const std::string hw : {"tiny", "odd"}) {
    Trace(hw);
    const std::set<std::string> names = SignalNames(folder_ / hw + "/trace.fst");
    std::istringstream lines(ReadFile(folder_ / hw + "/trace.gtkw"));
    int found = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("itg_accelerator", 0) != 0) continue;
      EXPECT_EQ(names.count(line), 1u) << hw << ": no signal " << line;
      ++found;
    }
    EXPECT_GT(found, 80) << hw;
  }
}

TEST_F(Shown, TheCommandsHaveNames) {
  Trace("tiny");
  const std::string names = ReadFile(folder_ / "tiny/trace.names.txt");
  EXPECT_NE(names.find("\n00000000 fc1 forward+requantise_relu\n"), std::string::npos) << names;
  EXPECT_NE(names.find("\n00000001 fc2 forward+requantise\n"), std::string::npos) << names;
  const std::string save_file = ReadFile(folder_ / "tiny/trace.gtkw");
  EXPECT_NE(save_file.find("^1 " + (folder_ / "tiny/trace.names.txt") +
                           "\nitg_accelerator.itg_accelerator.status.head[31:0]\n"),
            std::string::npos)
      << save_file;
  EXPECT_NE(save_file.find("[markername] Afc1\n[markername] Bfc2\n"), std::string::npos);
}

}  // namespace
}  // namespace itg
