// SPDX-License-Identifier: Apache-2.0
//
// Does `intaglio cycles --config` tell what a training step costs, on the hardware that is named
// and on the same with keys changed, and refuse what is no hardware before it says anything?
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/config/json.h"
#include "sim/hw/hw_config.h"
#include "sw/data/file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

nlohmann::json Report(const std::string& out) {
  return nlohmann::json::parse(ReadFile(out + "/report.json"));
}

// One epoch of one step: its training cycles are those of the step.
TEST(WhatIf, TellsWhatATrainingOnThatHardwareCosts) {
  const TempFolder folder;
  const std::string step = " --set batch=64 --set data.train_limit=64 --set epochs=1";
  const ProgramRun what_if =
      RunIntaglio("cycles --config digits --hw tiny --what-if memory_latency=50,burst_beats=4" +
                  step + " --out " + (folder / "what_if.json"));
  ASSERT_EQ(what_if.exit_code, 0) << what_if.err;
  const nlohmann::json steps = nlohmann::json::parse(ReadFile(folder / "what_if.json"));
  ASSERT_EQ(steps.size(), 2u);
  nlohmann::json other =
      nlohmann::json::parse(ReadFile(std::string(ITG_SOURCE_DIR) + "/rtl/configs/tiny.json"));
  other["memory_latency"] = 50;
  other["burst_beats"] = 4;
  const std::string files[] = {"tiny", folder.Write("other.json", other.dump())};
  for (size_t i = 0; i < 2; ++i) {
    const std::string out = folder / ("run" + std::to_string(i));
    const ProgramRun run = RunIntaglio("train --config digits --machine cycle --hw " + files[i] +
                                       step + " --out " + out);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const nlohmann::json report = Report(out);
    EXPECT_EQ(report["cycles"]["training"], steps[i]["cycles"]) << i;
    EXPECT_EQ(report["cycles"]["by_term"], steps[i]["terms"]) << i;
    EXPECT_EQ(report["array"]["use"], steps[i]["array_use"]) << i;
    EXPECT_NE(what_if.out.find(steps[i]["cycles"].dump()), std::string::npos) << what_if.out;
  }
  EXPECT_NE(steps[0]["cycles"], steps[1]["cycles"]);
}

void ExpectRefused(const std::string& words, const std::string& message) {
  const ProgramRun run = RunIntaglio("cycles " + words);
  EXPECT_EQ(run.exit_code, 2) << words;
  EXPECT_EQ(run.out, "") << words;
  EXPECT_NE(run.err.find(message), std::string::npos) << run.err;
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

TEST(WhatIf, RefusesWhatIsNoHardware) {
  ExpectRefused("--config digits --what-if rows=1", "rows");
  ExpectRefused("--config digits --what-if columns=8", "columns");
  ExpectRefused("--config digits --what-if rows=4 --what-if bus_bytes=5", "bus_bytes");
  ExpectRefused("--what-if rows=8", "--config");
  ExpectRefused("--hw tiny", "--topology");
}

}  // namespace
}  // namespace itg
