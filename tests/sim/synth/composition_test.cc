// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of composing and scaling, by hand.

#include "sim/synth/composition.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/error.h"
#include "sim/synth/scaling.h"

namespace itg {
namespace {

Liberty TwoCells() {
  Liberty library;
  library.cells.resize(2);
  library.cells[0].name = "SMALL";
  library.cells[0].area = 2;
  library.cells[0].leakage = 1e-9;
  library.cells[1].name = "LARGE";
  library.cells[1].area = 10;
  library.cells[1].leakage = 3e-9;
  return library;
}

// top has two rows and one memory; a row has three cells and one memory.
MappedBlocks TwoRows() {
  MappedBlocks blocks;
  blocks["top"] = {"top", "f", {{"SMALL", 5}}, {{"r0", "row"}, {"r[1]", "row"}, {"m", "ram"}}};
  blocks["row"] = {
      "row", "f", {{"LARGE", 1}}, {{"a", "cell"}, {"b", "cell"}, {"c", "cell"}, {"m", "ram"}}};
  blocks["cell"] = {"cell", "f", {{"SMALL", 2}, {"LARGE", 1}}, {}};
  return blocks;
}

TEST(CompositionTest, InstancesMultiplyAlongTheWayDown) {
  const std::map<std::string, int64_t> expected = {{"top", 1}, {"row", 2}, {"cell", 6}, {"ram", 3}};
  EXPECT_EQ(CountModules(TwoRows(), "top"), expected);
}

TEST(CompositionTest, TheSumIsExact) {
  const MappedBlocks blocks = TwoRows();
  std::map<std::string, Sram> memories;
  memories["ram"].area_um2 = 100;
  memories["ram"].leakage_w = 7e-9;
  const std::map<std::string, std::string> kinds = {{"top", "itg_accelerator"},
                                                    {"row", "itg_mac_array"},
                                                    {"cell", "itg_mac_cell"},
                                                    {"ram", "itg_sram"}};
  Synthesis synthesis;
  synthesis.blocks = CostBlocks(blocks, CountModules(blocks, "top"), kinds, memories, TwoCells());
  SumBlocks(&synthesis);
  EXPECT_EQ(synthesis.cells, 5 + 2 * 1 + 6 * 3);
  EXPECT_DOUBLE_EQ(synthesis.area_um2, 5 * 2 + 2 * 10 + 6 * (2 * 2 + 10) + 3 * 100);
  EXPECT_DOUBLE_EQ(synthesis.leakage_w, (5 + 2 * 3 + 6 * 5 + 3 * 7) * 1e-9);
  ASSERT_EQ(synthesis.Parts().size(), 4u);
  EXPECT_EQ(synthesis.Parts()[0].part, "array cells");
  EXPECT_EQ(synthesis.Parts()[0].cells, 18);
  EXPECT_EQ(synthesis.Parts()[2].part, "wiring");
  EXPECT_EQ(synthesis.Parts()[3].part, "memories");
}

TEST(CompositionTest, APathEndsInTheModuleOfItsLastInstance) {
  EXPECT_EQ(ModuleOfPath(TwoRows(), "top", "r0/b/c17"), "cell");
  EXPECT_EQ(ModuleOfPath(TwoRows(), "top", "r\\[1\\]/c17"), "row");
  EXPECT_EQ(ModuleOfPath(TwoRows(), "top", "m"), "ram");
  EXPECT_EQ(ModuleOfPath(TwoRows(), "top", "some_port[3]"), "top");
}

// The source's polynomials at 1.8 V (180 nm) and 1.0 V (45 nm), worked out by hand:
// delay 79.0016 and 12.5, energy 26.3718... = 24.64 x 1.8 - 17.98 and 1.018 - 0.3107 + 0.1539.
TEST(ScalingTest, FactorsByHand) {
  const Scaling scaling = ScalingTo(45);
  EXPECT_EQ(scaling.area, 0.053);
  EXPECT_NEAR(scaling.delay, 12.5 / 79.0116, 1e-9);
  EXPECT_NEAR(scaling.energy, 0.8612 / 26.372, 1e-9);
  EXPECT_THROW(ScalingTo(28), Error);
}

TEST(ScalingTest, AScaledSynthesisSaysSo) {
  Synthesis synthesis;
  synthesis.technology = "x";
  synthesis.area_um2 = 1000;
  synthesis.longest_path_ns = 10;
  synthesis.clock_mhz = 100;
  const Scaling half = {45, 1.0, 0.5, 0.25, 1};
  const Synthesis scaled = Scaled(synthesis, half);
  EXPECT_EQ(scaled.area_um2, 500);
  EXPECT_EQ(scaled.longest_path_ns, 2.5);
  EXPECT_EQ(scaled.clock_mhz, 400);
  EXPECT_NE(scaled.technology.find("scaled to 45 nm"), std::string::npos);
}

}  // namespace
}  // namespace itg
