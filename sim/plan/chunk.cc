// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/chunk.h"

#include <algorithm>

namespace itg {
namespace {

int64_t CeilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Cycles to fetch `chunk` of an operand: a beat each, rows that start inside a beat cost one more.
int64_t LoadCycles(const OperandShape& operand, int64_t chunk, int64_t depth, const HwConfig& hw) {
  const int64_t rows = operand.k_by_row ? chunk : operand.lanes;
  const int64_t length = operand.k_by_row ? operand.lanes : chunk;
  const int64_t pitch = operand.k_by_row ? operand.lanes : depth;
  const bool aligned = pitch % hw.bus_bytes == 0 && length % hw.bus_bytes == 0;
  return rows * (CeilDiv(length, hw.bus_bytes) + (aligned ? 0 : 1));
}

}  // namespace

int64_t ScratchpadWords(const OperandShape& operand, int64_t chunk, const HwConfig& hw) {
  const int64_t lanes = hw.lanes();
  return operand.k_by_row ? CeilDiv(operand.lanes, lanes) * chunk
                          : CeilDiv(chunk, lanes) * operand.lanes;
}

int64_t ChooseChunk(const OperandShape& a, const OperandShape& b, int64_t depth,
                    const HwConfig& hw) {
  const int64_t half = hw.scratchpad_depth() / 2;
  const int64_t tiles = CeilDiv(a.lanes, hw.rows) * CeilDiv(b.lanes, hw.cols);
  const int64_t tile_rows = std::min<int64_t>(a.lanes, hw.rows);
  int64_t best = 0;
  int64_t best_cycles = 0;
  // Chunks of whole beats keep aligned rows aligned; the last candidate is K itself.
  for (int64_t chunk = std::min<int64_t>(hw.bus_bytes, depth);;
       chunk = std::min(chunk + hw.bus_bytes, depth)) {
    if (ScratchpadWords(a, chunk, hw) > half || ScratchpadWords(b, chunk, hw) > half) break;
    const int64_t chunks = CeilDiv(depth, chunk);
    const int64_t load = LoadCycles(a, chunk, depth, hw) + LoadCycles(b, chunk, depth, hw);
    const int64_t compute = tiles * std::max(chunk, tile_rows);
    const int64_t cycles = load + (chunks - 1) * std::max(load, compute) + compute;
    if (best == 0 || cycles < best_cycles) {
      best = chunk;
      best_cycles = cycles;
    }
    if (chunk == depth) return best;
  }
  // Where a whole beat of K is too much, take what fits.
  for (int64_t chunk = std::min<int64_t>(hw.bus_bytes, depth); best == 0 && chunk > 0; --chunk) {
    if (ScratchpadWords(a, chunk, hw) <= half && ScratchpadWords(b, chunk, hw) <= half) {
      best = chunk;
    }
  }
  return best;
}

}  // namespace itg
