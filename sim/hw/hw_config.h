// SPDX-License-Identifier: Apache-2.0
//
// Hardware configuration: the elaboration parameters of the RTL and the memory it is attached to.
// Files: rtl/configs/*.json, one flat object; every key is required but `rounding` (default: all
// modes), `master_weights`, the three of bursts, `memory_*` and `blocks`. Unknown keys and illegal
// combinations are refused.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/arith/round.h"

namespace itg {

struct HwConfig {
  std::string name;
  std::string source;       // the file it came from, for errors
  int rows = 0;             // MAC array, 2..64
  int cols = 0;             // 2..64
  int activation_bits = 8;  // element width per role, 4..8
  int weight_bits = 8;
  int error_bits = 8;
  int gradient_bits = 8;
  int acc_bits = 32;             // 16..32
  int64_t scratchpad_bytes = 0;  // of each of the two operand scratchpads, one byte an element:
                                 // a multiple of 2 * lanes(), at least 4 * lanes()^2
  int64_t accumulator_bytes =
      0;                      // of the accumulator SRAM; holds at least rows x cols accumulators
  int bus_bytes = 0;          // memory port, each way, per cycle: 4, 8, 16, 32 or 64
  int read_fifo_beats = 128;  // depth of the stream FIFOs, a power of two 4..1024; at least the
                              // memory latency for full rate
  int burst_beats = 16;       // most of a burst on the memory port, 1..256
  int read_bursts = 64;       // most in flight, 1..256
  int write_bursts = 32;
  std::vector<Rounding> rounding = {Rounding::kNearest, Rounding::kStochastic,
                                    Rounding::kPseudoStochastic};  // modes present
  bool master_weights = true;  // 16-bit master weights, and gradients of up to 16 bits
  // The user's own modules: files named after modules of rtl/, whose place they take. They have the
  // same ports and parameters. Relative to the configuration's folder in the file, not here.
  std::vector<std::string> blocks;
  // Of the memory model only:
  int memory_latency = 64;  // cycles from an accepted read to its data, and from the last beat of a
                            // write to its confirmation, 1..4096
  int memory_bytes_per_cycle = 0;  // read and written together; 0: bus_bytes each way
  int memory_reads = 0;            // most bursts of reads it works on; 0: any number

  // `file` is a path, or the name of a configuration that ships with the project ("base").
  // Throws Error naming file, key, value and the allowed range.
  static HwConfig FromFile(const std::string& file);
  // `source` names the text in errors.
  static HwConfig FromJson(const std::string& text, const std::string& source);

  int lanes() const;                 // banks of a scratchpad: power of two >= rows, cols, bus_bytes
  int a_bits() const;                // width of the array's row operand: activation or error
  int b_bits() const;                // width of the array's column operand: weight or activation
  int out_bits() const;              // widest narrow element
  int64_t scratchpad_depth() const;  // words of `lanes` elements, both halves
  int64_t accumulator_depth() const;  // words of `cols` accumulators of acc_bits
  int64_t on_chip_bytes() const;      // scratchpads, accumulator SRAM, queues of beats
};

}  // namespace itg
