// SPDX-License-Identifier: Apache-2.0
//
// Points confirmed on the RTL: values and cycles, and a fault in the RTL is told.
#include <gtest/gtest.h>

#include "tests/sw/explore/content.h"
#include "tests/sw/support/broken_rtl.h"

namespace itg {
namespace {

class Confirmations : public ::testing::Test, public BrokenRtl {
 protected:
  ProgramRun Explore(const std::string& name) {
    folder().Write("s.json", R"({"config": "digits", "hw": ")" + hw() + R"(",
      "set": {"train.epochs": 1, "train.data.train_limit": 64, "train.network": [{"linear": 10}]},
      "axes": {"train.mu": [3, 4, 5]}, "confirm": 2, "confirm_steps": 2})");
    return RunIntaglio("explore --workers 1 --space " + (folder() / "s.json") + " --out " +
                       (folder() / name));
  }
  int64_t Number(const std::string& name, const std::string& query) const {
    return NumberOf((folder() / name) + "/explore.db", query);
  }
};

TEST_F(Confirmations, CompareValuesAndCycles) {
  const ProgramRun run = Explore("right");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(Number("right", "SELECT count(*) FROM confirmations"), 2);
  // Two steps of the same commands.
  EXPECT_EQ(Number("right", "SELECT min(commands) = max(commands) FROM confirmations"), 1);
  EXPECT_GE(Number("right", "SELECT min(commands) FROM confirmations"), 6);
  EXPECT_EQ(Number("right", "SELECT sum(mismatches) FROM confirmations"), 0);
  EXPECT_EQ(Number("right", "SELECT sum(cycle_difference) FROM confirmations"), 0);
}

TEST_F(Confirmations, TellOfAFault) {
  BreakRounding();
  const ProgramRun run = Explore("wrong");
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_NE(run.err.find("on the RTL: "), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("expected"), std::string::npos) << run.err;
  EXPECT_GT(Number("wrong", "SELECT sum(mismatches) FROM confirmations"), 0);
}

}  // namespace
}  // namespace itg
