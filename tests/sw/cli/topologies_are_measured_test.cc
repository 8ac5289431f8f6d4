// SPDX-License-Identifier: Apache-2.0
//
// Does `intaglio cycles` print the cycles of the hardware for each product of a topology?
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/config/json.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/data/file.h"
#include "sw/topology/measure.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

constexpr const char* kTopology = "Layer,M,N,K,\nqkv,12,24,32,\nout,12,8,24,\n";

TEST(Cycles, AreThoseOfTheHardware) {
  const TempFolder folder;
  const std::string file = folder.Write("net.csv", kTopology);
  for (const bool requantise : {false, true}) {
    const ProgramRun run = RunIntaglio("cycles --topology " + file + " --hw tiny --out " +
                                       (folder / "out.json") + (requantise ? " --requantise" : ""));
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    const nlohmann::json json = nlohmann::json::parse(ReadFile(folder / "out.json"));
    ASSERT_EQ(json["layers"].size(), 2u);
    EXPECT_EQ(json["topology"], file);
    EXPECT_EQ(json["machine"], "cycle");

    const HwConfig hw = HwConfig::FromFile("tiny");
    const std::unique_ptr<Machine> rtl = MakeRtlMachine(hw, {});
    const std::vector<TopologyLayer> layers = ReadTopology(file);
    for (size_t i = 0; i < layers.size(); ++i) {
      rtl->Load(ProgramOf(layers[i], hw, requantise ? Post::kRequantise : Post::kNone));
      const Retired retired = rtl->Execute(0);
      const uint64_t cycles = retired.end_cycle - retired.start_cycle;
      EXPECT_EQ(json["layers"][i]["cycles"], cycles) << i;
      EXPECT_EQ(json["layers"][i]["macs"], retired.counters.macs) << i;
      EXPECT_NE(run.out.find(" " + std::to_string(cycles) + " "), std::string::npos) << run.out;
    }
  }
}

TEST(Cycles, OfABadTopologyAreRefused) {
  const TempFolder folder;
  const std::string file = folder.Write("net.csv", "Layer,M,N,K,\nqkv,12,0,32,\n");
  const ProgramRun run =
      RunIntaglio("cycles --topology " + file + " --hw tiny --out " + (folder / "out.json"));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "intaglio: " + file +
                         ": line 2, column N: '0': expected a whole number from 1 to 16777215\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.json"));
}

TEST(Cycles, NeedHardware) {
  const TempFolder folder;
  const std::string file = folder.Write("net.csv", kTopology);
  const ProgramRun run = RunIntaglio("cycles --machine golden --topology " + file);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.err.rfind("intaglio: --machine golden: ", 0), 0u) << run.err;
}

}  // namespace
}  // namespace itg
