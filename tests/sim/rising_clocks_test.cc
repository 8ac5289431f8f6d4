// SPDX-License-Identifier: Apache-2.0
//
// Are the triggers of generated code read with their gates, and is code that is not understood left
// to eval()? And is that of our accelerator understood, without which it would simulate slowly?

#include "sim/rtl/rising_clocks.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/rtl/file_descriptor.h"
#include "sim/rtl/plugin_tools.h"
#include "sim/rtl/process.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

// Of a model with two gates, one behind the other.
constexpr char kCode[] =
    "void Vitg_accelerator___024root___eval_act(Vitg_accelerator___024root* vlSelf) {\n"
    "    if (false && vlSelf) {}  // Prevent unused\n"
    "    VL_DEBUG_IF(VL_DBG_MSGF(\"+    Vitg_accelerator___024root___eval_act\\n\"); );\n"
    "}\n"
    "    vlSelf->u_a__DOT__clk \n"
    "        = ((IData)(vlSelf->clk_i) & (IData)(vlSelf->u_a__DOT__open_q));\n"
    "    vlSelf->u_b__DOT__clk = ((IData)(vlSelf->u_a__DOT__clk) \n"
    "                             & (IData)(vlSelf->u_b__DOT__open_q));\n"
    "    vlSelf->__VactTriggered.at(0U) = ((IData)(vlSelf->clk_i) \n"
    "                                      & (~ (IData)(vlSelf->__Vtrigrprev__TOP__clk_i)));\n"
    "    vlSelf->__VactTriggered.at(0xaU) = ((IData)(vlSelf->u_b__DOT__clk) \n"
    "               & (~ (IData)(vlSelf->__Vtrigrprev__TOP__u_b__DOT__clk)));\n";

std::string Replaced(const std::string& from, const std::string& to) {
  std::string code = kCode;
  const size_t place = code.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return code.replace(place, from.size(), to);
}

TEST(RisingClocks, NameEveryGateBeforeAClock) {
  EXPECT_EQ(RisingClocksHeader(kCode),
            "#define ITG_RISING_CLOCKS(ROOT, RISES) \\\n"
            "  RISES(0U, true) \\\n"
            "  RISES(0xaU, true && (ROOT)->u_a__DOT__open_q && (ROOT)->u_b__DOT__open_q)\n");
}

TEST(RisingClocks, CodeThatIsNotUnderstoodIsLeftAlone) {
  EXPECT_EQ(RisingClocksHeader(""), "");
  EXPECT_EQ(RisingClocksHeader(Replaced("eval_act\\n\"); );", "eval_act\\n\"); ); f(vlSelf);")),
            "");
  EXPECT_EQ(RisingClocksHeader(Replaced("& (~ (IData)(vlSelf->__Vtrigrprev__TOP__clk_i))",
                                        "^ (IData)(vlSelf->__Vtrigrprev__TOP__clk_i)")),
            "");
  EXPECT_EQ(RisingClocksHeader(Replaced("(vlSelf->clk_i) & (IData)", "(vlSelf->clk_i) | (IData)")),
            "");
  EXPECT_EQ(RisingClocksHeader(Replaced("vlSelf->u_a__DOT__clk \n", "vlSelf->u_c__DOT__clk \n")),
            "");
}

TEST(RisingClocks, ThoseOfTheAcceleratorAreFound) {
  const fs::path work = fs::path(testing::TempDir()) / "itg_rising_clocks";
  fs::remove_all(work);
  fs::create_directories(work);
  PluginSource source;
  source.rtl_dir = ShareDir() + "/rtl";
  std::vector<std::string> argv = {FindProgram("verilator")};
  for (const std::string& flag : VerilateFlags(source)) argv.push_back(flag);
  for (const std::string& file : RtlFiles(source)) argv.push_back(file);
  const FileDescriptor log(open((work / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  ASSERT_EQ(RunProgram(argv, work.string(), log.get()), 0);
  std::string code;
  for (const fs::directory_entry& entry : fs::directory_iterator(work / "v")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cpp" || name.find("__Slow") != std::string::npos) continue;
    std::ifstream file(entry.path());
    code.append(std::istreambuf_iterator<char>(file), {});
  }
  const std::string header = RisingClocksHeader(code);
  for (const char* gate : {"u_sequencer__DOT__u_clock", "u_product__DOT__u_clock",
                           "u_second_pass__DOT__u_clock", "u_source__DOT__u_loss_clock"}) {
    EXPECT_NE(header.find(gate), std::string::npos) << gate << " in:\n" << header;
  }
}

}  // namespace
}  // namespace itg
