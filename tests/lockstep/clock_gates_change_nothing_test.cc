// SPDX-License-Identifier: Apache-2.0
//
// A gate that stops a clock too early would lose a register's next value. Whole machines whose
// gates are always open, or which are simulated edge by edge, need the same cycles for every
// command and compute the same.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/share/share_dir.h"
#include "tests/lockstep/stopwatch.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

// The RTL of the project with another clock gate.
fs::path RtlWithGate(const std::string& clk_o) {
  const fs::path rtl = fs::path(testing::TempDir()) / "itg_other_gate" / "rtl";
  fs::remove_all(rtl.parent_path());
  fs::create_directories(rtl.parent_path());
  fs::copy(fs::path(ShareDir()) / "rtl", rtl, fs::copy_options::recursive);
  std::ofstream gate(rtl / "prim" / "itg_clock_gate.sv");
  gate << "module itg_clock_gate (\n"
          "  input  logic clk_i,\n"
          "  input  logic en_i,\n"
          "  output logic clk_o\n"
          ");\n"
          "  logic unused_en;\n"
          "  assign unused_en = en_i;\n"
          "  assign clk_o = "
       << clk_o << ";\nendmodule\n";
  return rtl;
}

TEST(ClockGates, ChangeNoBitAndNoCycle) {
  RtlOptions open;
  open.rtl_dir = RtlWithGate("clk_i").string();
  for (const char* name : {"tiny", "odd"}) {
    const HwConfig hw = HwConfig::FromFile(name);
    EXPECT_EQ(CyclesOf(hw, open), CyclesOf(hw, {})) << name;
  }
}

TEST(ClockGates, ChangeNothingUnderStalls) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  RtlOptions options;
  options.stall_percent = 30;
  const std::vector<uint64_t> gated = CyclesOf(hw, options);
  options.rtl_dir = RtlWithGate("clk_i").string();
  EXPECT_EQ(CyclesOf(hw, options), gated);
}

// Assertions are checked in plug-ins that evaluate every edge of clk_i.
TEST(ClockGates, AreTheSameEdgeByEdge) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  RtlOptions every_edge;
  every_edge.check_assertions = true;
  EXPECT_EQ(CyclesOf(hw, every_edge), CyclesOf(hw, {}));
}

}  // namespace
}  // namespace itg
