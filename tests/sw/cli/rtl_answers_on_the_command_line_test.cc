// SPDX-License-Identifier: Apache-2.0
//
// Runs the program itself on the RTL: a 4x4 array that builds in seconds.
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/config/json.h"
#include "sw/data/file.h"
#include "tests/sw/support/runs.h"
#include "tests/sw/support/support.h"
#include "tests/sw/support/waveform.h"

namespace itg {
namespace {

class RtlCli : public ::testing::Test {
 protected:
  RtlCli() {
    hw_ = folder_.Write("hw.json", R"({"name": "small", "rows": 4, "cols": 4,
        "activation_bits": 8, "weight_bits": 8, "error_bits": 8, "gradient_bits": 8,
        "acc_bits": 32, "scratchpad_bytes": 4096, "accumulator_bytes": 32768, "bus_bytes": 8,
        "read_fifo_beats": 64})");
  }
  std::string Short() const {
    return "--config digits --set epochs=1 --set mu=4 --set data.train_limit=96 --set "
           "data.test_limit=300 --set network.0.linear=16 ";
  }
  std::string Rtl() const { return "--machine rtl --hw " + hw_ + " "; }
  nlohmann::json Report(const std::string& name) const {
    return nlohmann::json::parse(ReadFile((folder_ / name) + "/report.json"));
  }
  TempFolder folder_;
  std::string hw_;
};

// The example of docs/user_block.md, as it ships and made exact.
TEST_F(RtlCli, AUsersBlockIsComparedAsOurs) {
  nlohmann::json hw = nlohmann::json::parse(ReadFile(hw_));
  const std::string example = ITG_SOURCE_DIR "/docs/examples/broken_array/itg_mac_array.sv";
  hw["blocks"] = {example};
  const std::string approximate = folder_.Write("approximate.json", hw.dump());
  const auto train = [&](const std::string& file) {
    return RunIntaglio("train " + Short() + "--machine rtl --check --hw " + file);
  };
  const ProgramRun different = train(approximate);
  EXPECT_EQ(different.exit_code, 1);
  EXPECT_NE((different.out + different.err).find("difference at command"), std::string::npos);
  std::string exact = ReadFile(example);
  const size_t drop = exact.find("Drop = 4,");
  ASSERT_NE(drop, std::string::npos);
  folder_.Write("itg_mac_array.sv", exact.replace(drop, 9, "Drop = 0,"));
  hw["blocks"] = {"itg_mac_array.sv"};
  EXPECT_EQ(train(folder_.Write("exact.json", hw.dump())).exit_code, 0);
}

// Three steps of five commands, two evaluation batches of two.
TEST_F(RtlCli, CheckedTrainingGivesTheWeightsOfGolden) {
  const ProgramRun rtl =
      RunIntaglio("train " + Short() + Rtl() + "--check --out " + (folder_ / "rtl"));
  ASSERT_EQ(rtl.exit_code, 0) << rtl.err;
  RunIntaglio("train " + Short() + "--out " + (folder_ / "golden"));
  const nlohmann::json report = Report("rtl");
  EXPECT_EQ(report["weights"]["sha256"], Report("golden")["weights"]["sha256"]);
  EXPECT_EQ(report["epochs"], Report("golden")["epochs"]);
  EXPECT_EQ(report["compare"]["commands"], 3 * 6 + 2 * 2);
  EXPECT_GT(report["compare"]["elements"], 3 * (32 * 16 + 16 * 64));
  EXPECT_EQ(report["compare"]["mismatches"], 0);
  nlohmann::json layers = report["layers"];
  for (nlohmann::json& layer : layers) layer.erase("commands");  // what golden has no hardware for
  EXPECT_EQ(layers, Report("golden")["layers"]);
  EXPECT_GT(report["cycles"]["total"], 0);
  EXPECT_GT(report["energy_pj"]["total"], 0);
  // 2 * 64 * 16 + 3 * 16 * 10 multiplications an image, counted by the hardware.
  EXPECT_EQ(report["array"]["macs"], 96 * (2 * 64 * 16 + 3 * 16 * 10));
  EXPECT_EQ(report["hardware"]["name"], "small");
  EXPECT_EQ(RunIntaglio("diff " + (folder_ / "rtl") + " " + (folder_ / "golden")).exit_code, 0);
}

// Cycles, energy, events and what was compared go on too.
TEST_F(RtlCli, ARunIsContinuedToTheReportOfTheWholeRun) {
  const std::string training = Short() + Rtl() + "--check --log-every 1 --stats 2 --set epochs=";
  ASSERT_EQ(RunIntaglio("train " + training + "2 --out " + (folder_ / "whole")).exit_code, 0);
  ASSERT_EQ(RunIntaglio("train " + training + "1 --out " + (folder_ / "run")).exit_code, 0);
  const ProgramRun run =
      RunIntaglio("train --resume " + (folder_ / "run") + " --set epochs=2 --set mu=4");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  ExpectSameRun(ReadRun(folder_ / "run"), ReadRun(folder_ / "whole"));
  EXPECT_EQ(Report("run")["compare"]["commands"], 2 * (3 * 6 + 2 * 2));
  const ProgramRun golden = RunIntaglio("eval --run " + (folder_ / "run"));
  const ProgramRun rtl = RunIntaglio("eval --check --run " + (folder_ / "run") + " " + Rtl());
  ASSERT_EQ(rtl.exit_code, 0) << rtl.err;
  EXPECT_EQ(rtl.out.substr(rtl.out.find(": loss ")), golden.out.substr(golden.out.find(": loss ")));
}

TEST_F(RtlCli, PhasesAndCommandsAddUp) {
  ASSERT_EQ(RunIntaglio("train " + Short() + Rtl() + "--out " + (folder_ / "r")).exit_code, 0);
  const nlohmann::json cycles = Report("r")["cycles"];
  for (const char* split : {"by_phase", "by_command"}) {
    uint64_t sum = 0;
    for (const nlohmann::json& part : cycles[split]) sum += part.get<uint64_t>();
    EXPECT_EQ(sum, cycles["total"].get<uint64_t>()) << split;
  }
  EXPECT_EQ(Report("r")["compare"]["commands"], 0);
}

TEST_F(RtlCli, DiffRunsRtlBesideGolden) {
  const ProgramRun run =
      RunIntaglio("diff " + Short() + "--machine2 rtl --hw2 " + hw_ + " --steps 2");
  EXPECT_EQ(run.exit_code, 0) << run.err << run.out;
  EXPECT_NE(run.out.find("22 compared, 0 differ"), std::string::npos) << run.out;
}

TEST_F(RtlCli, TraceWritesTheCyclesAskedFor) {
  const ProgramRun run =
      RunIntaglio("train " + Short() + Rtl() + "--trace 100:200 --out " + (folder_ / "t"));
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("/t/trace.fst: 101 of the cycles 100:200\n"), std::string::npos)
      << run.out;
  const Edges edges = RisingEdges(folder_ / "t/trace.fst");
  EXPECT_EQ(edges.count, 101);
  EXPECT_EQ(edges.first, 1000u);  // ten units of time a cycle
  EXPECT_EQ(edges.last, 2000u);
}

TEST_F(RtlCli, AWaveformThatIsMissingIsReported) {
  const ProgramRun late = RunIntaglio("train " + Short() + Rtl() +
                                      "--trace 900000000:900000001 --out " + (folder_ / "t"));
  EXPECT_EQ(late.exit_code, 0) << late.err;
  EXPECT_NE(late.out.find("trace.fst: empty: the run never came to the cycles 900000000:900000001"),
            std::string::npos)
      << late.out;
  std::filesystem::create_directories(folder_ / "u/trace.fst");
  const ProgramRun run =
      RunIntaglio("train " + Short() + Rtl() + "--trace 1:2 --out " + (folder_ / "u"));
  EXPECT_EQ(run.exit_code, 2) << run.out;
  EXPECT_NE(run.err.find("/u/trace.fst: the waveform cannot be written there\n"), std::string::npos)
      << run.err;
}

TEST_F(RtlCli, NumbersThatDoNotFitAreRefused) {
  const std::string out = folder_ / "out";
  for (const std::string bad : {"bits.weight=9", "bits.activation=9"}) {
    const ProgramRun run =
        RunIntaglio("train " + Short() + "--set " + bad + " " + Rtl() + "--out " + out);
    EXPECT_EQ(run.exit_code, 2) << run.err;
    EXPECT_EQ(run.err.rfind("intaglio: " + hw_ + ": ", 0), 0u) << run.err;
    EXPECT_EQ(run.err.find('\n'), run.err.size() - 1) << run.err;
    EXPECT_FALSE(std::filesystem::exists(out));
  }
}

}  // namespace
}  // namespace itg
