// SPDX-License-Identifier: Apache-2.0
//
// Does a row buffer keep elements and tags of its rows in order, whatever the two sides do, and let
// a row be read only when its tag is known? Rows of every length; gaps and stalls from never to
// nearly always; at full speed no cycle is lost.

#include <deque>

#include "Vrow_buffer_8.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

struct Element {
  uint64_t data;
  uint64_t tag;
  int index;
};

class RowBuffer {
 public:
  RowBuffer(int length, uint64_t seed) : length_(length), random_(seed, 0) {
    dut_.Reset();
    dut_->length_i = static_cast<CData>(length);
  }

  // One cycle; offers an element and room as it is told.
  void Cycle(bool offer, bool room) {
    dut_->valid_i = offer;
    dut_->ready_i = room;
    dut_->data_i = static_cast<CData>(random_.Next() & 0x1f);
    dut_->tag_i = static_cast<CData>(random_.Next() & 0x3f);
    dut_.Settle();
    if (dut_->valid_o && room) Take();
    if (offer && dut_->ready_o) Give();
    dut_.Tick();
  }
  int rows_taken() const { return rows_taken_; }
  Dut<Vrow_buffer_8>& dut() { return dut_; }

 private:
  void Give() {
    ASSERT_EQ(dut_->last_o != 0, static_cast<int>(row_.size()) + 1 == length_);
    row_.push_back(dut_->data_i);
    if (static_cast<int>(row_.size()) < length_) return;
    for (int i = 0; i < length_; ++i) {
      complete_.push_back({row_[static_cast<size_t>(i)], dut_->tag_i, i});
    }
    row_.clear();
  }
  void Take() {
    ASSERT_FALSE(complete_.empty()) << "an element of a row that is not complete";
    const Element e = complete_.front();
    complete_.pop_front();
    ASSERT_EQ(dut_->data_o, e.data);
    ASSERT_EQ(dut_->tag_o, e.tag);
    ASSERT_EQ(dut_->index_o, e.index);
    ASSERT_EQ(dut_->row_last_o != 0, e.index + 1 == length_);
    if (e.index + 1 == length_) ++rows_taken_;
  }

  int length_;
  RandomSource random_;
  Dut<Vrow_buffer_8> dut_;
  std::vector<uint64_t> row_;
  std::deque<Element> complete_;
  int rows_taken_ = 0;
};

TEST(RowBuffer, KeepsRowsAndTagsInOrder) {
  for (int length = 1; length <= 8; ++length) {
    for (const int gap : {0, 50, 90}) {
      for (const int stall : {0, 50, 90}) {
        const uint64_t seed =
            static_cast<uint64_t>(length) * 10000 + static_cast<uint64_t>(gap * 100 + stall);
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomSource random(seed, 1);
        RowBuffer buffer(length, seed);
        for (int cycle = 0; cycle < 1000; ++cycle) {
          buffer.Cycle(random.IntBetween(0, 99) >= gap, random.IntBetween(0, 99) >= stall);
          if (HasFatalFailure()) return;
        }
        EXPECT_GT(buffer.rows_taken(), 5);
      }
    }
  }
}

TEST(RowBuffer, IsReadAsFastAsItIsWritten) {
  constexpr int kRows = 20;
  for (int length = 2; length <= 8; ++length) {
    RowBuffer buffer(length, 7);
    int cycles = 0;
    for (; buffer.rows_taken() < kRows; ++cycles) {
      ASSERT_LT(cycles, 1000) << "stuck";
      buffer.Cycle(true, true);
      if (HasFatalFailure()) return;
    }
    // The first row is written, read from the cycle after, and out one later.
    EXPECT_EQ(cycles, length + 1 + kRows * length) << length;
  }
}

TEST(RowBuffer, ReportsRowsThatAreTooLong) {
  Dut<Vrow_buffer_8> dut;
  dut.Reset();
  dut.ExpectAssertion("LengthFits_A", [&] {
    dut->length_i = 9;
    dut->valid_i = 1;
    dut.Tick();
  });
  dut->valid_i = 0;
  dut.Tick();
}

}  // namespace
}  // namespace itg
