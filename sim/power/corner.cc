// SPDX-License-Identifier: Apache-2.0
#include "sim/power/corner.h"

#include <algorithm>

namespace itg {
namespace {

// How a port of a block depends on rows and columns.
enum class Along { kNothing, kRows, kCols };

Along AlongOf(const RecordedPort& port, bool array) {
  if (array && port.name == "a_i") return Along::kRows;
  for (const char* name : {"b_i", "row_o", "lanes_i", "word_i", "out_o", "x_i", "y_i"}) {
    if (port.name == name) return Along::kCols;
  }
  return Along::kNothing;
}

bool StateBitOf(const PortWindow& window, size_t byte, int bit) {
  return (window.state[byte + static_cast<size_t>(bit) / 8] >> bit % 8 & 1) != 0;
}

}  // namespace

Corner::Corner(const RecordedBlock& block, const HwConfig& hw)
    : block_(block),
      array_(block.name == "mac_array"),
      block_rows_(array_ ? hw.rows : 1),
      block_cols_(hw.cols),
      rows_(array_ ? std::min(hw.rows, kCornerCells) : 1),
      cols_(std::min(hw.cols, array_ ? kCornerCells : kCornerLanes)),
      drain_(block, array_ ? "drain_i" : block.active),
      drain_row_(block, array_ ? "drain_row_i" : block.active) {
  const int rounded = hw.master_weights ? 16 : hw.out_bits();
  int64_t modes = 0;
  for (const Rounding mode : hw.rounding) modes |= int64_t{1} << static_cast<int>(mode);
  if (array_) {
    parameters_ = {{"Rows", rows_},
                   {"Cols", cols_},
                   {"AW", hw.a_bits()},
                   {"BW", hw.b_bits()},
                   {"AccW", hw.acc_bits}};
  } else if (block.name == "round_lanes") {
    parameters_ = {{"Cols", cols_}, {"AccW", hw.acc_bits}, {"OutW", rounded}, {"Modes", modes}};
  } else if (block.name == "range") {
    parameters_ = {{"Cols", cols_}, {"AccW", hw.acc_bits}};
  } else {
    parameters_ = {{"Cols", cols_}, {"InW", rounded}, {"OutW", hw.out_bits()}};
  }
}

// Lanes stay where they are: what is beside an element, its index and its bit of a mask, follows
// its lane.
int Corner::Row(size_t number) const {
  return static_cast<int>(number * 7 % static_cast<size_t>(block_rows_ - rows_ + 1));
}
int Corner::Col(size_t number) const {
  return array_ ? static_cast<int>(number * 5 % static_cast<size_t>(block_cols_ - cols_ + 1)) : 0;
}

int Corner::Bits(const RecordedPort& port) const {
  switch (AlongOf(port, array_)) {
    case Along::kRows:
      return port.bits / block_rows_ * rows_;
    case Along::kCols:
      return port.bits / block_cols_ * cols_;
    case Along::kNothing:
      break;
  }
  if (array_ && port.name == "drain_row_i") {
    int bits = 0;
    while (1 << bits < rows_) ++bits;
    return bits;
  }
  return port.bits;
}

bool Corner::Bit(const RecordedPort& port, const SampleReader& reader, const PortWindow& window,
                 size_t number, uint32_t cycle, int bit) const {
  const Along along = AlongOf(port, array_);
  if (along == Along::kRows) bit += port.bits / block_rows_ * Row(number);
  if (along == Along::kCols) bit += port.bits / block_cols_ * Col(number);
  const bool drains = array_ && (port.name == "drain_i" || port.name == "drain_row_i");
  if (!drains) return reader.Bit(window, cycle, bit);
  // Only the rows of the part can be drained; a row elsewhere leaves its drain as it is.
  const int row = static_cast<int>(drain_row_.Number(window, cycle)) - Row(number);
  const bool inside = row >= 0 && row < rows_;
  if (port.name == "drain_i") return inside && reader.Bit(window, cycle, bit);
  return inside && (row >> bit & 1) != 0;
}

bool Corner::Agrees(const PortWindow& window, size_t number, uint32_t cycle, bool before) const {
  if (!array_ || !drain_.Bit(window, cycle, 0)) return before;
  const int row = static_cast<int>(drain_row_.Number(window, cycle)) - Row(number);
  return row >= 0 && row < rows_;
}

std::vector<Corner::StateBit> Corner::State(const PortWindow& window, size_t number) const {
  std::vector<StateBit> bits;
  size_t byte = 0;
  for (const RecordedState& state : block_.states) {
    const size_t word = static_cast<size_t>(state.bytes() / state.words);
    const bool cells = array_ && state.words > 1;
    for (int row = 0; row < (cells ? rows_ : 1); ++row) {
      for (int col = 0; col < (cells ? cols_ : 1); ++col) {
        const int index = cells ? (Row(number) + row) * block_cols_ + Col(number) + col : 0;
        const std::string wire = cells ? "gen_col[" + std::to_string(col) + "].gen_row[" +
                                             std::to_string(row) + "].u_cell." + state.name
                                       : state.name;
        const size_t at = byte + word * static_cast<size_t>(index);
        for (int bit = 0; bit < state.bits; ++bit) {
          bits.push_back({wire, bit, StateBitOf(window, at, bit)});
        }
      }
    }
    byte += static_cast<size_t>(state.bytes());
  }
  return bits;
}

}  // namespace itg
