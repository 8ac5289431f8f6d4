// SPDX-License-Identifier: Apache-2.0
//
// Does the second pass visit every element once, in the order of its rows or along the taps of its
// windows, and does it know where in its window a tap is: the whole of it, or the kernel of a pool
// that has to round more than it keeps?

#include "Vpost_walk_7.h"
#include "Vtap_walk.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"
#include "tests/support/tap.h"

namespace itg {
namespace {

TEST(PostWalk, VisitsEveryElementOnceInRows) {
  RandomSource random(52, 0);
  Dut<Vpost_walk_7> dut;
  dut.Reset();
  for (int run = 0; run < 100; ++run) {
    const int64_t rows = random.Between(1, 6);
    const int64_t cols = random.Between(1, 30);
    const int64_t pitch = (cols + 6) / 7 + (random.OneIn(2) ? random.Between(0, 9) : 0);
    SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(cols));
    dut->windowed_i = 0;
    dut->by_sample_i = run % 2 != 0;
    dut->pitch_i = static_cast<SData>(pitch);
    dut->start_i = 1;
    SetBits(&dut->rows_i, 0, 24, static_cast<uint64_t>(rows));
    SetBits(&dut->cols_i, 0, 24, static_cast<uint64_t>(cols));
    dut.Tick();
    dut->start_i = 0;
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t col = 0; col < cols; col += 7) {
        while (random.OneIn(3)) {
          dut->step_i = 0;
          dut.Tick();
        }
        ASSERT_EQ(dut->valid_o, 1);
        ASSERT_EQ(dut->count_o, std::min<int64_t>(7, cols - col));
        ASSERT_EQ(dut->index_o, (run % 2 != 0 ? 0 : row * cols) + col);
        ASSERT_EQ(dut->row_last_o != 0, col + 7 >= cols);
        ASSERT_EQ(dut->word_o, row * pitch + col / 7);
        dut->step_i = 1;
        dut.Tick();
      }
    }
    dut->step_i = 0;
    ASSERT_EQ(dut->valid_o, 0);
  }
}

// Along the taps of windows: a tap is a row, and the taps of a line one row of the output.
TEST(PostWalk, VisitsEveryTap) {
  RandomSource random(54, 0);
  Dut<Vpost_walk_7> dut;
  dut.Reset();
  for (int run = 0; run < 100; ++run) {
    const int lines = random.IntBetween(1, 4);
    const int taps = random.IntBetween(1, 5);
    const int cols = random.IntBetween(1, 20);
    const bool by_tap = random.OneIn(2);
    dut->windowed_i = 1;
    dut->by_sample_i = 0;
    dut->by_tap_i = by_tap;
    SetBits(&dut->cols_i, 0, 24, static_cast<uint64_t>(cols));
    dut->tap_valid_i = 0;
    dut->start_i = 1;
    dut.Tick();
    dut->start_i = 0;
    for (int tap = 0; tap < lines * taps; ++tap) {
      const uint32_t address = static_cast<uint32_t>(random.Next()) & 0xfffffffc;
      const bool line_last = tap % taps == taps - 1;
      const uint64_t last = tap == lines * taps - 1 ? 1 : 0;
      SetBits(&dut->tap_i, 0, 35, uint64_t{address} << 3 | (line_last ? 2 : 0) | last);
      for (int col = 0; col < cols; col += 7) {
        while (random.OneIn(3)) {
          dut->tap_valid_i = random.OneIn(2);
          dut->step_i = 0;
          dut.Settle();
          ASSERT_EQ(dut->valid_o, dut->tap_valid_i);
          dut.Tick();
        }
        dut->tap_valid_i = 1;
        dut.Settle();
        const uint32_t base = by_tap ? address / 4 : static_cast<uint32_t>(tap / taps * cols);
        ASSERT_EQ(dut->index_o, base + static_cast<uint32_t>(col));
        ASSERT_EQ(dut->word_o, col / 7);
        ASSERT_EQ(dut->count_o, std::min(7, cols - col));
        ASSERT_EQ(dut->row_last_o != 0, col + 7 >= cols);
        dut->step_i = 1;
        dut.Tick();
      }
    }
    dut->step_i = 0;
    dut.Settle();
    ASSERT_EQ(dut->busy_o, 0);
    ASSERT_EQ(dut->valid_o, 0);
  }
}

struct Walked {
  int rows, cols;                // taps of a window
  int kernel_rows, kernel_cols;  // what of them is kept; 0: all
};

// One window, of which some taps lie outside the image.
void WalkOne(Dut<Vtap_walk>* dut, const Walked& w, int height, int width, RandomSource* random) {
  const bool partial = w.kernel_rows != 0;
  const int count = w.rows * w.cols;
  bool whole = true;
  int position = 0;
  for (int tap = 0; tap < count; ++tap) {
    const int row = tap / w.cols;
    const int col = tap % w.cols;
    const bool exists = row < height && col < width;
    const bool kept = !partial || (row < w.kernel_rows && col < w.kernel_cols);
    whole = whole && (exists || !kept);
    const bool last = tap == count - 1;
    (*dut)->zero_i = !exists;
    (*dut)->line_last_i = last;
    (*dut)->step_i = 0;
    for (int wait = random->IntBetween(0, 1); wait > 0; --wait) dut->Tick();
    dut->Settle();
    const Tap expected = {tap == 0,      exists, exists && kept, last, last && (whole || !partial),
                          position & 255};
    ASSERT_EQ(GetBits((*dut)->tap_o, 0, 13), Packed(expected)) << "tap " << tap;
    (*dut)->step_i = 1;
    dut->Tick();
    if (kept) ++position;
  }
  (*dut)->step_i = 0;
}

TEST(TapWalk, KnowsWhereInItsWindowATapIs) {
  RandomSource random(73, 0);
  Dut<Vtap_walk> dut;
  for (int run = 0; run < 300; ++run) {
    Walked w = {random.IntBetween(1, 6), random.IntBetween(1, 6), 0, 0};
    if (run % 2 != 0) w.kernel_rows = random.IntBetween(1, w.rows);
    if (run % 2 != 0) w.kernel_cols = random.IntBetween(1, w.cols);
    SCOPED_TRACE("run " + std::to_string(run));
    dut->tap_cols_i = static_cast<CData>(w.cols);
    dut->partial_i = run % 2 != 0;
    dut->kernel_rows_i = static_cast<CData>(w.kernel_rows);
    dut->kernel_cols_i = static_cast<CData>(w.kernel_cols);
    dut->start_i = 1;
    dut.Tick();
    dut->start_i = 0;
    for (int window = 0; window < 3; ++window) {
      WalkOne(&dut, w, random.IntBetween(1, w.rows), random.IntBetween(1, w.cols), &random);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace itg
