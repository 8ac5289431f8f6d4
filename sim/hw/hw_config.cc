// SPDX-License-Identifier: Apache-2.0
//
// What a hardware configuration may be, and what follows from it.

#include "sim/hw/hw_config.h"

#include <algorithm>

#include "sim/hw/json_reader.h"

namespace itg {
namespace {

bool IsPowerOfTwo(int64_t n) { return n > 0 && (n & (n - 1)) == 0; }

constexpr int64_t kLargestMemory = int64_t{1} << 26;  // bytes: keeps every address in 32 bits

// Memories that cannot hold the least the sequencer needs: two halves of two blocks each in a
// scratchpad, one tile in the accumulator SRAM.
void CheckMemories(const HwConfig& hw, const JsonReader& reader) {
  const int64_t step = 2 * hw.lanes();
  const int64_t least = int64_t{4} * hw.lanes() * hw.lanes();
  if (hw.scratchpad_bytes % step != 0 || hw.scratchpad_bytes < least) {
    reader.Fail("scratchpad_bytes", std::to_string(hw.scratchpad_bytes),
                "must be a multiple of " + std::to_string(step) + " and at least " +
                    std::to_string(least) + " with " + std::to_string(hw.lanes()) + " banks");
  }
  if (hw.accumulator_depth() < hw.rows) {
    const int64_t bits = int64_t{hw.rows} * hw.cols * hw.acc_bits;
    reader.Fail("accumulator_bytes", std::to_string(hw.accumulator_bytes),
                "must be at least " + std::to_string((bits + 7) / 8) + ", one tile of " +
                    std::to_string(hw.rows) + "x" + std::to_string(hw.cols) + " accumulators of " +
                    std::to_string(hw.acc_bits) + " bits");
  }
}

}  // namespace

HwConfig HwConfig::FromJson(const std::string& text, const std::string& source) {
  JsonReader reader(text, source);
  HwConfig hw;
  hw.source = source;
  hw.name = reader.Text("name");
  hw.rows = reader.Int("rows", 2, 64);
  hw.cols = reader.Int("cols", 2, 64);
  hw.activation_bits = reader.Int("activation_bits", 4, 8);
  hw.weight_bits = reader.Int("weight_bits", 4, 8);
  hw.error_bits = reader.Int("error_bits", 4, 8);
  hw.gradient_bits = reader.Int("gradient_bits", 4, 8);
  hw.acc_bits = reader.Int("acc_bits", 16, 32);
  hw.scratchpad_bytes = reader.Integer("scratchpad_bytes", 1, kLargestMemory);
  hw.accumulator_bytes = reader.Integer("accumulator_bytes", 1, kLargestMemory);
  hw.bus_bytes = reader.Int("bus_bytes", 4, 64);
  hw.read_fifo_beats = reader.Int("read_fifo_beats", 4, 1024);
  if (reader.Has("rounding")) hw.rounding = reader.RoundingModes("rounding");
  if (reader.Has("memory_latency")) hw.memory_latency = reader.Int("memory_latency", 1, 4096);
  reader.RefuseOthers();
  if (!IsPowerOfTwo(hw.bus_bytes)) {
    reader.Fail("bus_bytes", std::to_string(hw.bus_bytes), "must be 4, 8, 16, 32 or 64");
  }
  if (!IsPowerOfTwo(hw.read_fifo_beats)) {
    reader.Fail("read_fifo_beats", std::to_string(hw.read_fifo_beats),
                "must be a power of two 4..1024");
  }
  CheckMemories(hw, reader);
  return hw;
}

int HwConfig::lanes() const {
  int lanes = 1;
  while (lanes < std::max({rows, cols, bus_bytes})) lanes *= 2;
  return lanes;
}

int HwConfig::a_bits() const { return std::max(activation_bits, error_bits); }
int HwConfig::b_bits() const { return std::max(weight_bits, activation_bits); }

int HwConfig::out_bits() const {
  return std::max({activation_bits, weight_bits, error_bits, gradient_bits});
}

int64_t HwConfig::scratchpad_depth() const { return scratchpad_bytes / lanes(); }

int64_t HwConfig::accumulator_depth() const {
  return accumulator_bytes * 8 / (int64_t{cols} * acc_bits);
}

int64_t HwConfig::on_chip_bytes() const {
  return 2 * scratchpad_bytes + accumulator_bytes + int64_t{2} * read_fifo_beats * bus_bytes;
}

}  // namespace itg
