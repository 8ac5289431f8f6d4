// SPDX-License-Identifier: Apache-2.0
//
// Runs the program itself on the SystemC platform: the same weights in the same cycles as on the
// plain harness, and what a platform file changes.
#include <gtest/gtest.h>

#include "sim/config/json.h"
#include "sw/data/file.h"
#include "tests/sw/support/runs.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class PlatformCli : public ::testing::Test {
 protected:
  // Two steps of a small network.
  nlohmann::json Train(const std::string& name, const std::string& options) {
    const ProgramRun run = RunIntaglio(
        "train --config digits --hw tiny --set epochs=1 --set mu=4 --set data.train_limit=64 "
        "--set data.test_limit=40 --set network.0.linear=8 " +
        options + " --out " + (folder_ / name));
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return nlohmann::json::parse(ReadFile((folder_ / name) + "/report.json"));
  }
  void ExpectRefused(const std::string& text, const std::string& words) {
    const std::string file = folder_.Write("p.json", text);
    const ProgramRun run =
        RunIntaglio("train --config digits --machine systemc --hw tiny --platform " + file);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
  }
  TempFolder folder_;
};

TEST_F(PlatformCli, TrainsInTheCyclesOfTheHarness) {
  const nlohmann::json rtl = Train("rtl", "--machine rtl");
  const nlohmann::json systemc = Train("systemc", "--machine systemc --check");
  EXPECT_EQ(systemc["weights"], rtl["weights"]);
  EXPECT_EQ(systemc["cycles"], rtl["cycles"]);
  EXPECT_EQ(systemc["energy_pj"], rtl["energy_pj"]);
  EXPECT_EQ(systemc["host"], rtl["host"]);
  EXPECT_EQ(systemc["machine"], "systemc");
  EXPECT_GT(systemc["compare"]["commands"], 0);
}

TEST_F(PlatformCli, TrainsTheSameWeightsOnAnyPlatform) {
  const nlohmann::json rtl = Train("rtl", "--machine rtl");
  const std::string file = folder_.Write("platform.json", R"({"synchronise": true, "quantum": 500,
      "latency_spread": 40, "seed": 3, "interrupt_delay": 100,
      "competitor": {"interval": 10, "burst_bytes": 128, "write_percent": 50, "in_flight": 4,
                     "window_bytes": 65536, "seed": 2}})");
  const nlohmann::json slow = Train("slow", "--machine systemc --check --platform " + file);
  EXPECT_EQ(slow["weights"], rtl["weights"]);
  EXPECT_GT(slow["cycles"]["total"], rtl["cycles"]["total"]);
}

TEST_F(PlatformCli, ComparesRandomPrograms) {
  const ProgramRun run = RunIntaglio("compare --machine systemc --hw tiny --programs 20 --seed 9");
  EXPECT_NE(run.out.find("20 programs"), std::string::npos) << run.err;
  EXPECT_NE(run.out.find(" 0 mismatches"), std::string::npos) << run.err;
}

TEST_F(PlatformCli, RefusesWhatIsNoPlatform) {
  ExpectRefused(R"({"quanta": 1})", "quanta");
  ExpectRefused(R"({"quantum": -1})", "quantum = -1");
  ExpectRefused(R"({"competitor": {}})", "interval");
  ExpectRefused(R"({"competitor": {"interval": 5, "burst_bytes": 48}})",
                "competitor.burst_bytes = 48: expected a power of two");
  ExpectRefused(R"({"competitor": {"interval": 5, "window_bytes": 5000}})",
                "competitor.window_bytes = 5000");
  const ProgramRun elsewhere = RunIntaglio("train --config digits --machine rtl --platform p.json");
  EXPECT_EQ(elsewhere.exit_code, 2);
  EXPECT_NE(elsewhere.err.find("--platform needs --machine systemc"), std::string::npos);
}

}  // namespace
}  // namespace itg
