// SPDX-License-Identifier: Apache-2.0
//
// Does the scratchpad give back any row or column vector of a matrix that was written row by row?
// Random matrices, beats of every alignment and length, and then every vector of the matrix: each
// start, each rotation, both directions, every cycle one. Data must come two cycles after the
// request, not one.

#include "Vscratchpad_16.h"
#include "Vscratchpad_4.h"
#include "Vscratchpad_8.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

struct Point {
  int lanes;
  int elem_bits;
  int depth;
  int read_lanes;
  int beat_bytes;
};

template <typename Model>
class Scratchpad {
 public:
  Scratchpad(const Point& point, RandomSource* random) : p_(point), random_(random) {}

  // A matrix of panel x columns at word `start`; every row is written in beats from column 0 on,
  // the first one shorter by a random number of elements.
  void Fill(int64_t start, int64_t panel, int64_t columns) {
    start_ = start;
    panel_ = panel;
    columns_ = columns;
    matrix_.assign(static_cast<size_t>(panel * columns), 0);
    const int64_t max = (int64_t{1} << (p_.elem_bits - 1)) - 1;
    for (int64_t& value : matrix_) value = random_->Between(-max, max);
    for (int64_t row = 0; row < panel; ++row) {
      for (int64_t column = 0; column < columns;) {
        const int64_t count = std::min(columns - column, random_->Between(1, p_.beat_bytes));
        WriteBeat(row, column, count);
        column += count;
      }
    }
    dut_->we_i = 0;
  }

  // Every vector whose first element is in the matrix, in one uninterrupted stream.
  void ReadAll(bool by_column) {
    std::vector<int64_t> requests;
    for (int64_t row = 0; row < panel_; ++row) {
      for (int64_t column = 0; column < columns_; ++column) {
        requests.push_back(row * columns_ + column);
      }
    }
    for (size_t i = 0; i <= requests.size() && !testing::Test::HasFatalFailure(); ++i) {
      dut_->re_i = i < requests.size();
      if (i < requests.size()) Request(requests[i] / columns_, requests[i] % columns_, by_column);
      dut_.Tick();
      if (i > 0) Check(requests[i - 1] / columns_, requests[i - 1] % columns_, by_column);
    }
    dut_->re_i = 0;
  }

  void LatencyIsTwoCycles() {
    Request(0, 0, false);
    dut_->re_i = 1;
    dut_.Tick();
    dut_->re_i = 0;
    dut_.Tick();
    Check(0, 0, false);
    const int64_t held = GetSigned(dut_->rdata_o, 0, p_.elem_bits);
    int64_t other = 1;
    while (At(other, 0) == held) ++other;
    Request(other, 0, false);
    dut_->re_i = 1;
    dut_.Tick();
    EXPECT_EQ(GetSigned(dut_->rdata_o, 0, p_.elem_bits), held);  // one cycle: still the old one
    dut_->re_i = 0;
    dut_.Tick();
    EXPECT_EQ(GetSigned(dut_->rdata_o, 0, p_.elem_bits), At(other, 0));
  }

 private:
  int AddressBits() const { return BitLength(static_cast<uint64_t>(p_.depth - 1)); }
  int64_t At(int64_t row, int64_t column) const {
    return matrix_[static_cast<size_t>(row * columns_ + column)];
  }

  void WriteBeat(int64_t row, int64_t column, int64_t count) {
    dut_->we_i = 1;
    SetBits(&dut_->wbase_i, 0, AddressBits(),
            static_cast<uint64_t>(start_ + column / p_.lanes * panel_ + row));
    SetBits(&dut_->wwrap_i, 0, AddressBits(), static_cast<uint64_t>(panel_));
    dut_->wcross_i = static_cast<CData>(row % p_.lanes);
    dut_->woffset_i = static_cast<CData>(column % p_.lanes);
    SetBits(&dut_->wstrb_i, 0, p_.beat_bytes, (uint64_t{1} << count) - 1);
    for (int64_t i = 0; i < p_.beat_bytes; ++i) {
      const int64_t value = i < count ? At(row, column + i) : random_->Between(-128, 127);
      SetBits(&dut_->wdata_i, static_cast<int>(8 * i), 8, static_cast<uint64_t>(value));
    }
    dut_.Tick();
  }

  void Request(int64_t row, int64_t column, bool by_column) {
    const int64_t block = start_ + column / p_.lanes * panel_;
    const int64_t base = by_column ? block + row / p_.lanes * p_.lanes : block + row;
    SetBits(&dut_->rbase_i, 0, AddressBits(), static_cast<uint64_t>(base));
    SetBits(&dut_->rwrap_i, 0, AddressBits(), static_cast<uint64_t>(by_column ? p_.lanes : panel_));
    dut_->rcolumn_i = by_column;
    dut_->rcross_i = static_cast<CData>((by_column ? column : row) % p_.lanes);
    dut_->roffset_i = static_cast<CData>((by_column ? row : column) % p_.lanes);
  }

  void Check(int64_t row, int64_t column, bool by_column) {
    for (int lane = 0; lane < p_.read_lanes; ++lane) {
      const int64_t r = row + (by_column ? lane : 0);
      const int64_t c = column + (by_column ? 0 : lane);
      if (r >= panel_ || c >= columns_) continue;  // beyond the matrix: masked by the reader
      ASSERT_EQ(GetSigned(dut_->rdata_o, lane * p_.elem_bits, p_.elem_bits), At(r, c))
          << (by_column ? "column" : "row") << " vector from [" << row << ", " << column
          << "], lane " << lane;
    }
  }

  Point p_;
  RandomSource* random_;
  Dut<Model> dut_;
  int64_t start_ = 0;
  int64_t panel_ = 0;
  int64_t columns_ = 0;
  std::vector<int64_t> matrix_;
};

template <typename Model>
void AnyMatrix(const Point& point, uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed) + ", lanes " + std::to_string(point.lanes));
  RandomSource random(seed, 0);
  Scratchpad<Model> pad(point, &random);
  for (int i = 0; i < 40 && !testing::Test::HasFatalFailure(); ++i) {
    const int64_t blocks = random.Between(1, 3);
    const int64_t panel = random.Between(1, point.depth / blocks);
    const int64_t columns = random.Between((blocks - 1) * point.lanes + 1, blocks * point.lanes);
    pad.Fill(random.Between(0, point.depth - blocks * panel), panel, columns);
    pad.ReadAll(false);
    pad.ReadAll(true);
  }
}

TEST(Scratchpad, ReturnsEveryVectorOfFourLanes) { AnyMatrix<Vscratchpad_4>({4, 8, 64, 4, 4}, 1); }
TEST(Scratchpad, ReturnsEveryVectorOfEightLanesOfWhichFiveAreRead) {
  AnyMatrix<Vscratchpad_8>({8, 6, 160, 5, 8}, 2);
}
TEST(Scratchpad, ReturnsEveryVectorOfSixteenLanesWrittenInShortBeats) {
  AnyMatrix<Vscratchpad_16>({16, 8, 256, 16, 4}, 3);
}

TEST(Scratchpad, AnswersAfterTwoCycles) {
  RandomSource random(4, 0);
  Scratchpad<Vscratchpad_4> pad({4, 8, 64, 4, 4}, &random);
  pad.Fill(0, 16, 8);
  pad.LatencyIsTwoCycles();
}

}  // namespace
}  // namespace itg
