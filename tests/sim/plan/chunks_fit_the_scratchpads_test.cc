// SPDX-License-Identifier: Apache-2.0
//
// Is the chunk of K that a product keeps on chip one that fits, and one whenever any fits?

#include <gtest/gtest.h>

#include "sim/plan/chunk.h"

namespace itg {
namespace {

HwConfig Base() { return HwConfig::FromFile("base"); }

// base: banks of 16, half a scratchpad is 131072 / 16 / 2 = 4096 words.
TEST(Chunk, TakesTheWordsOfItsPanels) {
  EXPECT_EQ(ScratchpadWords({64, false}, 784, Base()), 49 * 64);  // 784 / 16 panels of 64 rows
  EXPECT_EQ(ScratchpadWords({64, false}, 17, Base()), 2 * 64);
  EXPECT_EQ(ScratchpadWords({100, true}, 33, Base()), 7 * 33);  // ceil(100 / 16) panels of 33
}

TEST(Chunk, FitsBothScratchpadsAndIsNotLongerThanK) {
  for (const char* name : {"tiny", "base", "odd"}) {
    const HwConfig hw = HwConfig::FromFile(name);
    const int64_t half = hw.scratchpad_depth() / 2;
    for (int64_t lanes = 1; lanes <= half; lanes = lanes * 3 + 1) {
      for (const int64_t depth : {1, 5, 64, 1000}) {
        for (const bool by_row : {false, true}) {
          const OperandShape a{lanes, by_row};
          const OperandShape b{7, true};
          const int64_t chunk = ChooseChunk(a, b, depth, hw);
          ASSERT_GT(chunk, 0) << name << " " << lanes;
          EXPECT_LE(chunk, depth);
          EXPECT_LE(ScratchpadWords(a, chunk, hw), half);
          EXPECT_LE(ScratchpadWords(b, chunk, hw), half);
        }
      }
    }
  }
}

TEST(Chunk, IsZeroWhenNotEvenOneOfKFits) {
  const HwConfig hw = Base();
  const int64_t half = hw.scratchpad_depth() / 2;
  EXPECT_GT(ChooseChunk({half, false}, {1, false}, 100, hw), 0);
  EXPECT_EQ(ChooseChunk({half + 1, false}, {1, false}, 100, hw), 0);
  EXPECT_EQ(ChooseChunk({1, false}, {hw.lanes() * half + 1, true}, 100, hw), 0);
}

// Several chunks, so that loading one hides behind the work on the one before.
TEST(Chunk, LeavesSomethingToOverlap) {
  const int64_t chunk = ChooseChunk({64, false}, {100, false}, 784, Base());
  EXPECT_LE(chunk, 784 / 2);
}

}  // namespace
}  // namespace itg
