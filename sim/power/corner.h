// SPDX-License-Identifier: Apache-2.0
//
// The part of a recorded block whose gates are simulated. A block is rows and columns, or lanes, of
// the same gates; a few of them with their real operands stand for all, so that the cost of a
// measurement does not grow with the array. Where the part lies changes from window to window.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/hw/hw_config.h"
#include "sim/power/port_windows.h"

namespace itg {

inline constexpr int kCornerCells = 2;  // most rows and columns of the array
inline constexpr int kCornerLanes = 4;  // most lanes of the other blocks

class Corner {
 public:
  Corner(const RecordedBlock& block, const HwConfig& hw);

  const RecordedBlock& block() const { return block_; }
  // Its module, as MapModule takes it.
  const std::vector<std::pair<std::string, int64_t>>& parameters() const { return parameters_; }
  int rows() const { return rows_; }
  int cols() const { return cols_; }

  // Bit `bit` of port `port` of the part in a cycle of window number `number`.
  bool Bit(const RecordedPort& port, const SampleReader& reader, const PortWindow& window,
           size_t number, uint32_t cycle, int bit) const;
  // Of that port, how many bits the part has.
  int Bits(const RecordedPort& port) const;

  // After this cycle, does the part put out what the block does? The array's rows that are not in
  // the part are drained too.
  bool Agrees(const PortWindow& window, size_t number, uint32_t cycle, bool before) const;

  // Registers of the part that the window's state tells: wire of the netlist, bit, value.
  struct StateBit {
    std::string wire;
    int bit;
    bool value;
  };
  std::vector<StateBit> State(const PortWindow& window, size_t number) const;

 private:
  int Row(size_t number) const;
  int Col(size_t number) const;

  RecordedBlock block_;
  bool array_;
  int block_rows_ = 1, block_cols_ = 1;
  int rows_ = 1, cols_ = 1;
  std::vector<std::pair<std::string, int64_t>> parameters_;
  SampleReader drain_, drain_row_;
};

}  // namespace itg
