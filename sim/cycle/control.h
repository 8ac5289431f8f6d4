// SPDX-License-Identifier: Apache-2.0
//
// What the durations of a command follow from: its descriptor as rtl/ctrl/itg_decode.sv reads it,
// and the sizes of the hardware. No value of a tensor is among it.

#pragma once

#include <cstdint>

#include "sim/hw/hw_config.h"
#include "sim/plan/descriptor.h"
#include "sim/plan/nests.h"

namespace itg::cycle {

// Sizes of a configuration, in the units of the RTL's parameters.
struct Sizes {
  int rows, cols, out_bits, beat, fifo_beats, burst_beats, read_bursts, write_bursts;
  int side_bits;         // of an element of the stream `side`, at most
  int memory_latency;    // cycles
  int bytes_per_cycle;   // of the memory, read and written; 0: a beat each way
  int64_t memory_reads;  // most bursts of reads that it works on

  explicit Sizes(const HwConfig& hw);
};

// A nest and its window as the address engine reads them, widths included.
struct WalkedNest {
  Nest nest;
  NestWindow window;
  bool windowed = false;
  uint32_t addr = 0;
};

struct Control {
  // itg_decode
  bool product, a_by_row, b_by_row, x_memory, windowed, adds, sums, selects, maxes, drops, loss;
  bool rounds, by_four, reads_mask, reads_weight, master, writes_mask, writes_index;
  bool writes_exponent;
  int x_size, out_size;  // log2 of bytes
  // The numbers of the command
  int64_t rows, cols, elements, depth, chunk, block_rows, block_cols, col_words, lines;
  uint32_t a_addr, b_addr, y_addr, z_addr, out_addr, spill_addr, out_exp_addr;
  uint32_t a_exp_addr, b_exp_addr;
  int tap_cols, kernel_rows, kernel_cols;  // of the windows of a fused max-pool
  WalkedNest a, b, x;

  explicit Control(const Descriptor& descriptor);

  bool spills() const { return spill_addr != 0; }
};

}  // namespace itg::cycle
