// SPDX-License-Identifier: Apache-2.0
//
// A gate that stops a clock too early would lose a register's next value. Whole machines whose
// gates are always open need the same cycles for every command and compute the same.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/share/share_dir.h"
#include "tests/lockstep/stopwatch.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

// The RTL of the project with gates that are always open.
class OpenGates {
 public:
  OpenGates() {
    fs::remove_all(folder_);
    fs::copy(fs::path(ShareDir()) / "rtl", folder_, fs::copy_options::recursive);
    std::ofstream(folder_ / "prim" / "itg_clock_gate.sv") << "module itg_clock_gate (\n"
                                                             "  input  logic clk_i,\n"
                                                             "  input  logic en_i,\n"
                                                             "  output logic clk_o\n"
                                                             ");\n"
                                                             "  logic unused_en;\n"
                                                             "  assign unused_en = en_i;\n"
                                                             "  assign clk_o = clk_i;\n"
                                                             "endmodule\n";
  }
  OpenGates(const OpenGates&) = delete;
  OpenGates& operator=(const OpenGates&) = delete;
  ~OpenGates() { fs::remove_all(folder_); }
  std::string rtl() const { return folder_.string(); }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("itg_open_gates_" + std::to_string(getpid()));
};

TEST(ClockGates, ChangeNoBitAndNoCycle) {
  const OpenGates gates;
  RtlOptions open;
  open.rtl_dir = gates.rtl();
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
  const OpenGates gates;
  options.rtl_dir = gates.rtl();
  EXPECT_EQ(CyclesOf(hw, options), gated);
}

}  // namespace
}  // namespace itg
