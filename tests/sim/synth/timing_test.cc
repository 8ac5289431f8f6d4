// SPDX-License-Identifier: Apache-2.0
//
// The longest path: from reports as OpenSTA prints them, and by OpenSTA from a netlist whose paths
// are known.

#include "sim/synth/timing.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "model/error.h"
#include "sim/synth/work_folder.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

class TimingTest : public ::testing::Test {
 protected:
  TimingTest() : folder_(fs::temp_directory_path().string()) {}

  // What TimeNetlist makes of a program that prints `report`.
  LongestPath Read(const std::string& report) {
    const std::string program = folder_.path() + "/sta";
    WriteText(folder_.path() + "/report", report);
    WriteText(program, "#!/bin/sh\ncat " + folder_.path() + "/report\n");
    fs::permissions(program, fs::perms::owner_all);
    SynthTools tools;
    tools.sta = program;
    return TimeNetlist(tools, {}, folder_.path());
  }

  // What it throws.
  std::string Refusal(const std::string& report) {
    try {
      Read(report);
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  WorkFolder folder_;
};

// Of the groups of paths the one with the least slack counts, wherever it stands.
TEST_F(TimingTest, TheWorstOfTheReportedPathsCounts) {
  const LongestPath path = Read(
      "ITG_PERIOD 4.25 -0.0002\n"
      "Startpoint: u_a/_1_ (rising edge-triggered flip-flop clocked by clock)\n"
      "Endpoint: u_b (rising clock gating-check end-point clocked by clock)\n"
      "   1.5000   slack (MET)\n\n"
      "Startpoint: u_c/_2_ (rising edge-triggered flip-flop clocked by clock)\n"
      "Endpoint: ready_o (output port clocked by clock)\n"
      "  -0.0002   slack (VIOLATED)\n\n"
      "Startpoint: u_d/_3_ (rising edge-triggered flip-flop clocked by clock)\n"
      "Endpoint: u_e (recovery check against rising-edge clock clock)\n"
      "   3.0000   slack (MET)\n"
      "ITG_STA_DONE\n");
  EXPECT_EQ(path.period_ns, 4.25);
  EXPECT_EQ(path.start, "u_c/_2_");
  EXPECT_EQ(path.end, "ready_o");
}

TEST_F(TimingTest, ComplaintsOfTheToolAreErrors) {
  EXPECT_NE(Refusal("reading\nError: memories.lib, line 3 syntax error\nITG_STA_DONE\n")
                .find("sta: Error: memories.lib, line 3 syntax error"),
            std::string::npos);
  EXPECT_NE(Refusal("ITG_PERIOD 4 0\nlast words\n").find("sta: last words"), std::string::npos);
  EXPECT_NE(Refusal("ITG_PERIOD 100 none\nITG_STA_DONE\n").find("found no path"),
            std::string::npos);
  EXPECT_NE(Refusal("ITG_PERIOD 4 0\nITG_STA_DONE\n").find("reported no path"), std::string::npos);
}

// Between two flip-flops three inverters, between two others one.
constexpr const char* kChains = R"(module chains (clk_i, d, q);
  input clk_i; input d; output q;
  wire a; wire b; wire c; wire e; wire f; wire g;
  DFFPOSX1 \first (.CLK(clk_i), .D(d), .Q(a));
  INVX1 \i0 (.A(a), .Y(b));
  INVX1 \i1 (.A(b), .Y(c));
  INVX1 \i2 (.A(c), .Y(e));
  DFFPOSX1 \second (.CLK(clk_i), .D(e), .Q(f));
  INVX1 \i3 (.A(f), .Y(g));
  DFFPOSX1 \third (.CLK(clk_i), .D(g), .Q(q));
endmodule
)";

TEST_F(TimingTest, TheLongestChainIsFound) {
  TimingFiles files;
  files.libraries = {LibraryFile("")};
  files.netlists = {folder_.path() + "/chains.v"};
  files.top = "chains";
  WriteText(files.netlists[0], kChains);
  const SynthTools tools = FindSynthTools();
  const LongestPath path = TimeNetlist(tools, files, folder_.path());
  EXPECT_EQ(path.start, "first");
  EXPECT_EQ(path.end, "second");
  EXPECT_GT(path.period_ns, 0.2);  // clock to output, three gates and a setup of 0.17 ns
  EXPECT_LT(path.period_ns, 1.0);

  std::string shorter = kChains;
  shorter.replace(shorter.find(".D(e)"), 5, ".D(b)");
  WriteText(files.netlists[0], shorter);
  EXPECT_LT(TimeNetlist(tools, files, folder_.path()).period_ns, path.period_ns);
}

TEST(SynthToolsTest, AMissingLibraryIsNamedWithItsPackage) {
  EXPECT_EQ(LibraryFile("/some/../my.lib", "/nowhere"), "/my.lib");
  try {
    LibraryFile("", "/nowhere/osu018.lib");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the library /nowhere/osu018.lib is not installed: apt-get install "
                 "qflow-tech-osu018, or name another: --liberty");
  }
}

}  // namespace
}  // namespace itg
