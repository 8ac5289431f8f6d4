// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/blocks.h"

#include <algorithm>
#include <vector>

namespace itg {
namespace {

int64_t CeilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

// What a word of accumulators costs on its way to memory and back, and a row of a block that is
// narrower than the output, in cycles.
constexpr int64_t kAccumulatorBytes = 4;
constexpr int64_t kRowRestart = 3;

// Beats from memory and words of partial sums cost energy even where no cycle waits for them: they
// decide between what is about equally fast. By the shipped energy table, a beat of 16 bytes costs
// as much as 2.8 words of 16 sums, read and written.
constexpr int64_t kBeatsPerCycle = 64;
constexpr int64_t kSumsPerCycle = 176;

bool IsAligned(const NestedTensor& t, int64_t beat) {
  for (const int64_t bytes :
       {t.nest.run, t.offset, t.nest.line_stride2, t.nest.line_stride1, t.nest.line_stride0,
        t.nest.tap_stride1, t.nest.tap_stride0, t.window.pitch_y, t.window.pitch_x}) {
    if (bytes % beat != 0) return false;
  }
  return true;
}

// One operand, for the estimate.
struct Operand {
  bool k_by_row;
  int64_t run;   // bytes
  bool aligned;  // every run begins and ends with a beat

  Operand(const NestedTensor& tensor, bool by_row, const HwConfig& hw)
      : k_by_row(by_row), run(tensor.nest.run), aligned(IsAligned(tensor, hw.bus_bytes)) {}

  // Cycles to fetch `chunk` of K for `lanes`: a beat each. A run that starts anywhere touches
  // one beat more than its bytes fill, less one in bus_bytes.
  int64_t LoadCycles(int64_t lanes, int64_t chunk, const HwConfig& hw) const {
    const int64_t lines = k_by_row ? chunk : lanes;
    const int64_t piece = k_by_row ? lanes : chunk;
    if (aligned && piece % hw.bus_bytes == 0) return lines * (piece / hw.bus_bytes);
    const bool cut = piece % run != 0 && run % piece != 0;
    const int64_t runs = std::max<int64_t>(1, piece / run + (cut ? 1 : 0));
    return CeilDiv(lines * (piece + runs * (hw.bus_bytes - 1)), hw.bus_bytes);
  }
};

// The numbers at most `most` of which one needs `count`, `count` + 1, ... to make up `total`.
std::vector<int64_t> Parts(int64_t total, int64_t most) {
  std::vector<int64_t> parts;
  for (int64_t count = CeilDiv(total, most); count <= total && parts.size() < 24;
       count += 1 + count / 8) {
    const int64_t part = CeilDiv(total, count);
    if (parts.empty() || part != parts.back()) parts.push_back(part);
  }
  return parts;
}

class Search {
 public:
  Search(const ProductNests& product, const HwConfig& hw)
      : p_(product),
        hw_(hw),
        half_(hw.scratchpad_depth() / 2),
        a_(product.a, product.a_by_row, hw),
        b_(product.b, product.b_by_row, hw) {}

  Blocks Run() {
    if (AccumulatorWords(p_.rows, p_.cols, hw_) <= hw_.accumulator_depth()) {
      TryChunks(p_.rows, p_.cols);
    }
    const int64_t tile_cols = CeilDiv(p_.cols, hw_.cols);
    for (const int64_t col_tiles : Parts(tile_cols, tile_cols)) {
      const int64_t row_tiles = hw_.accumulator_depth() / (hw_.rows * col_tiles);
      if (row_tiles == 0) continue;
      for (const int64_t tiles : Parts(CeilDiv(p_.rows, hw_.rows), row_tiles)) {
        TryChunks(std::min(p_.rows, tiles * hw_.rows), std::min(p_.cols, col_tiles * hw_.cols));
      }
    }
    // Every configuration holds one tile and a K of its operands.
    if (best_.count == 0)
      TryChunks(std::min<int64_t>(p_.rows, hw_.rows), std::min<int64_t>(p_.cols, hw_.cols));
    return best_;
  }

 private:
  bool Fits(int64_t rows, int64_t cols, int64_t chunk) const {
    return ScratchpadWords(rows, p_.a_by_row, chunk, hw_) <= half_ &&
           ScratchpadWords(cols, p_.b_by_row, chunk, hw_) <= half_;
  }

  // Chunks of whole beats keep aligned runs aligned; the last candidate is K itself. Where a whole
  // beat of K is too much, what fits.
  void TryChunks(int64_t rows, int64_t cols) {
    const int64_t least = std::min<int64_t>(hw_.bus_bytes, p_.depth);
    if (!Fits(rows, cols, least)) {
      int64_t chunk = least - 1;
      while (chunk > 0 && !Fits(rows, cols, chunk)) --chunk;
      if (chunk > 0) Try(rows, cols, chunk);
      return;
    }
    for (int64_t chunk = least; Fits(rows, cols, chunk);
         chunk = std::min(chunk + hw_.bus_bytes, p_.depth)) {
      Try(rows, cols, chunk);
      if (chunk == p_.depth) return;
    }
  }

  void Try(int64_t rows, int64_t cols, int64_t chunk) {
    const int64_t blocks = CeilDiv(p_.rows, rows) * CeilDiv(p_.cols, cols);
    const int64_t steps = blocks * CeilDiv(p_.depth, chunk);
    const int64_t load = a_.LoadCycles(rows, chunk, hw_) + b_.LoadCycles(cols, chunk, hw_);
    const int64_t tiles = CeilDiv(rows, hw_.rows) * CeilDiv(cols, hw_.cols);
    const int64_t compute = tiles * std::max(chunk, std::min<int64_t>(rows, hw_.rows));
    int64_t cycles = load + (steps - 1) * std::max(load, compute) + compute;
    if (blocks > 1) {
      cycles += 2 * kAccumulatorBytes * p_.rows * p_.cols / hw_.bus_bytes;
      if (cols < p_.cols) cycles += kRowRestart * p_.rows * CeilDiv(p_.cols, cols);
    }
    cycles += steps * load / kBeatsPerCycle;
    cycles += steps * AccumulatorWords(rows, cols, hw_) / kSumsPerCycle;
    if (best_.count != 0 && cycles >= best_cycles_) return;
    best_ = {rows, cols, chunk, blocks};
    best_cycles_ = cycles;
  }

  const ProductNests& p_;
  const HwConfig& hw_;
  int64_t half_;
  Operand a_;
  Operand b_;
  Blocks best_;
  int64_t best_cycles_ = 0;
};

}  // namespace

int64_t ScratchpadWords(int64_t lanes, bool k_by_row, int64_t chunk, const HwConfig& hw) {
  return k_by_row ? CeilDiv(lanes, hw.lanes()) * chunk : CeilDiv(chunk, hw.lanes()) * lanes;
}

int64_t AccumulatorWords(int64_t rows, int64_t cols, const HwConfig& hw) {
  return rows * CeilDiv(cols, hw.cols);
}

Blocks ChooseBlocks(const ProductNests& product, const HwConfig& hw) {
  return Search(product, hw).Run();
}

}  // namespace itg
