// SPDX-License-Identifier: Apache-2.0
//
// What cannot be written is never taken for written: one line, exit code 2; and what can be is.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sw/data/file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

const std::string kShort = "train --config digits --set epochs=1 --set mu=4 ";

TEST(LostOutput, OfStandardOutput) {
  for (const std::string& arguments :
       {std::string("--help"), std::string("--version"), std::string("train --help"),
        std::string("compare --machine golden --hw tiny --programs 1"), kShort}) {
    const ProgramRun run = RunIntaglio(arguments + " >/dev/full");
    EXPECT_EQ(run.exit_code, 2) << arguments;
    const std::string line = "intaglio: standard output: cannot write: ";
    const size_t at = run.err.find(line);
    ASSERT_NE(at, std::string::npos) << arguments << "\n" << run.err;
    EXPECT_EQ(run.err.find('\n', at), run.err.size() - 1) << run.err;
  }
}

TEST(LostOutput, OfTheTableLeavesTheReport) {
  const TempFolder folder;
  EXPECT_EQ(RunIntaglio(kShort + "--out " + (folder / "r") + " >/dev/full").exit_code, 2);
  EXPECT_NE(ReadFile(folder / "r/report.txt").find("weights sha256 "), std::string::npos);
}

// A report that cannot be written: something stands in its place.
TEST(LostOutput, OfTheReportLeavesTheTable) {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "r/report.json");
  const ProgramRun run = RunIntaglio(kShort + "--out " + (folder / "r"));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_NE(run.out.find("weights sha256 "), std::string::npos) << run.out;
  EXPECT_NE(run.err.find("intaglio: " + (folder / "r/report.json") + ": cannot write: "),
            std::string::npos)
      << run.err;
}

}  // namespace
}  // namespace itg
