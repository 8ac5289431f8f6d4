// SPDX-License-Identifier: Apache-2.0
//
// The model of memories against a memory computed by hand.

#include "sim/synth/sram_model.h"

#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/config/read_file.h"

namespace itg {
namespace {

// Cells of 4 um x 2 um; what is beside rows and columns is 10 um; round numbers for the rest.
SramModel Round() {
  SramModel model;
  model.name = "round";
  model.voltage = 2;
  model.cell_6t = 4;
  model.cell_8t_over_6t = 2;
  model.cell_aspect = 2;
  model.most_rows = 16;
  model.row_periphery = model.column_periphery = 10;
  model.control_area = 100;
  model.bit_line_capacitance = 1;
  model.word_line_capacitance = 2;
  model.read_current = 10;
  model.read_swing = 0.5;
  model.decoder_delay = 0.1;
  model.word_line_delay = 0.01;
  model.sense_delay = 0.3;
  model.subarray_delay = 0.2;
  model.setup = 0.25;
  model.input_capacitance = 1;
  model.sense_energy = 20;
  model.decoder_energy = 30;
  model.cell_leakage = 0.5;
  return model;
}

// 64 words of 4 bits. Unfolded: 64 rows, 138 um high; 4 columns, 26 um wide. Two words a row: 74 x
// 42; four: 42 x 74, wider than high. So 32 rows of 8 columns, in two subarrays of 16 rows each.
TEST(SramModelTest, AMemoryByHand) {
  const Sram sram = ModelSram(Round(), 64, 4);
  EXPECT_EQ(sram.rows, 16);
  EXPECT_EQ(sram.columns, 8);
  EXPECT_EQ(sram.subarrays, 2);
  EXPECT_DOUBLE_EQ(sram.area_um2, 2 * ((16 * 2 + 10) * (8 * 4 + 10) + 100));
  // 6 address bits, 8 columns, bit line of 16 fF: 16 x 0.5 / 10 = 0.8 ns, one doubling
  EXPECT_DOUBLE_EQ(sram.access_ns, 0.6 + 0.08 + 0.8 + 0.3 + 0.2);
  // word line 16 fF x 4 V2 = 64; bit lines 8 x 16 x 2 x 0.5 = 128; 4 x 20 = 80; 6 x 30 = 180 fJ
  EXPECT_DOUBLE_EQ(sram.read_pj, 0.452);
  // 64 + 4 bits x 16 fF x 4 V2 = 256 + 180 fJ
  EXPECT_DOUBLE_EQ(sram.write_pj, 0.5);
  EXPECT_DOUBLE_EQ(sram.leakage_w, 64 * 4 * 0.5e-9);
}

TEST(SramModelTest, EveryConstantMustHaveASource) {
  std::string text = ReadFile(ShippedSramModel());
  EXPECT_EQ(SramModel::FromJson(text, "x").cell_6t, 5.59);
  const size_t at = text.find("\"source\": \"assumption");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 8, "\"remark\"");
  EXPECT_THROW(SramModel::FromJson(text, "x"), Error);
}

TEST(SramModelTest, TheLibraryHasAnArcOfTheAccessTime) {
  const std::string text = SramLiberty(Round(), {{"itg_sram_x", ModelSram(Round(), 64, 4)}});
  EXPECT_NE(text.find("cell (itg_sram_x)"), std::string::npos);
  EXPECT_NE(text.find("cell_rise (scalar) { values (\"1.980000\"); }"), std::string::npos);
  EXPECT_NE(text.find("area : 3728.000000; cell_leakage_power : 128.000000"), std::string::npos);
}

}  // namespace
}  // namespace itg
