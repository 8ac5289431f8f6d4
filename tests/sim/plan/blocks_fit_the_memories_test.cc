// SPDX-License-Identifier: Apache-2.0
//
// Do the blocks and chunks of a product fit the memories, whatever the product, and are they such
// that the array has something to do?

#include <gtest/gtest.h>

#include "sim/plan/blocks.h"
#include "sw/compare/random_source.h"

namespace itg {
namespace {

HwConfig Base() { return HwConfig::FromFile("base"); }

ProductNests Forward(int64_t rows, int64_t cols, int64_t depth) {
  return {rows, cols, depth, false, false, DenseRows(rows, depth), DenseRows(cols, depth)};
}
ProductNests Gradient(int64_t rows, int64_t cols, int64_t depth) {
  return {rows, cols, depth, true, true, DenseRows(depth, rows), DenseRows(depth, cols)};
}

// base: banks of 16, half a scratchpad is 131072 / 16 / 2 = 4096 words.
TEST(Blocks, TakeTheWordsOfTheirPanels) {
  EXPECT_EQ(ScratchpadWords(64, false, 784, Base()), 49 * 64);  // 784 / 16 panels of 64 rows
  EXPECT_EQ(ScratchpadWords(64, false, 17, Base()), 2 * 64);
  EXPECT_EQ(ScratchpadWords(100, true, 33, Base()), 7 * 33);  // ceil(100 / 16) panels of 33
  EXPECT_EQ(AccumulatorWords(10, 33, Base()), 10 * 3);
}

TEST(Blocks, FitWhateverTheProduct) {
  RandomSource random(3, 0);
  for (const char* name : {"tiny", "base", "odd"}) {
    const HwConfig hw = HwConfig::FromFile(name);
    const int64_t half = hw.scratchpad_depth() / 2;
    for (int run = 0; run < 200; ++run) {
      const auto size = [&] { return random.Between(1, int64_t{1} << random.Between(0, 16)); };
      ProductNests p = Forward(size(), size(), size());
      p.a_by_row = random.OneIn(2);
      p.b_by_row = random.OneIn(2);
      SCOPED_TRACE(std::string(name) + " " + std::to_string(p.rows) + "x" + std::to_string(p.cols) +
                   "x" + std::to_string(p.depth));
      const Blocks blocks = ChooseBlocks(p, hw);
      ASSERT_GT(blocks.chunk, 0);
      EXPECT_LE(blocks.chunk, p.depth);
      EXPECT_LE(blocks.rows, p.rows);
      EXPECT_LE(blocks.cols, p.cols);
      EXPECT_EQ(blocks.count, ((p.rows + blocks.rows - 1) / blocks.rows) *
                                  ((p.cols + blocks.cols - 1) / blocks.cols));
      EXPECT_LE(AccumulatorWords(blocks.rows, blocks.cols, hw), hw.accumulator_depth());
      EXPECT_LE(ScratchpadWords(blocks.rows, p.a_by_row, blocks.chunk, hw), half);
      EXPECT_LE(ScratchpadWords(blocks.cols, p.b_by_row, blocks.chunk, hw), half);
    }
  }
}

TEST(Blocks, AreOneWhereTheOutputFits) {
  EXPECT_EQ(ChooseBlocks(Forward(64, 100, 784), Base()).count, 1);
  EXPECT_EQ(ChooseBlocks(Gradient(100, 784, 64), Base()).count, 1);
  EXPECT_EQ(ChooseBlocks(Forward(2560, 32, 64), Base()).count, 1);
  EXPECT_GT(ChooseBlocks(Forward(2561, 32, 64), Base()).count, 1);
}

// Several chunks, so that loading one hides behind the work on the one before.
TEST(Blocks, LeaveSomethingToOverlap) {
  EXPECT_LE(ChooseBlocks(Forward(64, 100, 784), Base()).chunk, 784 / 2);
}

// Partial sums cost energy each time a chunk passes: those of a large convolution are not touched
// for a few multiplications.
TEST(Blocks, TouchPartialSumsSeldom) {
  EXPECT_GE(ChooseBlocks(Forward(4096, 128, 1152), Base()).chunk, 64);
  EXPECT_GE(ChooseBlocks(Forward(256, 512, 4608), Base()).chunk, 64);
}

// A gradient of 128 x 1152 over 65536 pixels: the operands of a block must come in less time than
// the array takes for it.
TEST(Blocks, KeepTheArrayBusy) {
  const HwConfig hw = Base();
  const Blocks blocks = ChooseBlocks(Gradient(128, 1152, 65536), hw);
  EXPECT_GT(blocks.count, 1);
  const int64_t tiles = (blocks.rows + 15) / 16 * ((blocks.cols + 15) / 16);
  EXPECT_GE(tiles, 9);
  EXPECT_LE((blocks.rows + blocks.cols) / hw.bus_bytes, tiles / 2);
}

}  // namespace
}  // namespace itg
