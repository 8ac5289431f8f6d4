// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/shapes.h"

#include <algorithm>

namespace itg {
namespace {

// The accumulators fit, and a scratchpad holds at least one row or column of each operand.
bool Fits(const HwConfig& hw, int64_t m, int64_t n) {
  return m * ((n + hw.cols - 1) / hw.cols) <= hw.accumulator_depth() &&
         std::max(m, n) <= hw.scratchpad_depth() / 2;
}

// Several tiles, in both dimensions where the memories are large enough; sizes up to `most` tiles
// and one more.
void PickTiles(const HwConfig& hw, int64_t least_n, int64_t most, Loops* loops,
               RandomSource* random) {
  const bool both = Fits(hw, hw.rows + 1, hw.cols + 1);
  const bool tall = Fits(hw, hw.rows + 1, least_n);
  const int kind = random->IntBetween(0, 3);  // 0 wide, 1 tall, else both
  const bool many_m = tall && (kind == 1 || (both && kind > 1));
  const bool many_n = !many_m || (both && kind > 1);
  const auto size = [&](int64_t unit, bool many, int64_t least) {
    return many ? PickSize(unit, unit + 1, most * unit + 1, random)
                : PickSize(unit, least, unit, random);
  };
  loops->m = size(hw.rows, many_m, 1);
  loops->n = size(hw.cols, many_n, least_n);
  const int64_t low_n = many_n ? hw.cols + 1 : least_n;
  const int64_t low_m = many_m ? hw.rows + 1 : 1;
  while (!Fits(hw, loops->m, loops->n) && loops->n > low_n) --loops->n;
  while (!Fits(hw, loops->m, loops->n) && loops->m > low_m) --loops->m;
}

// Rows and columns of the output. Long sums are for operands high enough to fill a scratchpad soon,
// or for single elements where K alone is long.
void PickOutput(const HwConfig& hw, Extent extent, Edge edge, int64_t terms, Loops* loops,
                RandomSource* random) {
  const int64_t least_n = edge == Edge::kTie || edge == Edge::kMixed ? 2 : 1;
  if (extent == Extent::kMany) {
    return PickTiles(hw, least_n, edge == Edge::kWrap ? 1 : 3, loops, random);
  }
  if (extent == Extent::kOne) {
    loops->m = PickSize(hw.rows, 1, hw.rows, random);
    loops->n = PickSize(hw.cols, least_n, hw.cols, random);
    return;
  }
  const int64_t over = Fits(hw, hw.rows + 1, hw.cols + 1) ? 1 : 0;
  loops->m = PickSize(hw.rows, (hw.rows + 1) / 2, hw.rows + over, random);
  loops->n =
      PickSize(hw.cols, std::max<int64_t>(least_n, (hw.cols + 1) / 2), hw.cols + over, random);
  if (edge == Edge::kWrap && terms > 10000) loops->m = loops->n = 1;
}

}  // namespace

int64_t PickSize(int64_t unit, int64_t low, int64_t high, RandomSource* random) {
  const int kind = random->IntBetween(0, 4);
  int64_t size = random->Between(low, high);
  if (kind == 0) size = 1;
  if (kind >= 1 && kind <= 3) {
    const int64_t multiple = random->Between(std::max<int64_t>(1, low / unit), high / unit + 1);
    size = multiple * unit + kind - 2;
  }
  return size >= low && size <= high ? size : random->Between(low, high);
}

Loops PickLoops(const HwConfig& hw, Opcode opcode, Extent extent, Edge edge, RandomSource* random) {
  const int64_t least_k = edge == Edge::kTie ? 2 : 1;
  const int64_t terms = TermsToWrap(hw, opcode);
  Loops loops;
  PickOutput(hw, extent, edge, terms, &loops, random);
  const int64_t chunk = LargestChunk(hw, opcode, loops.m, loops.n);
  if (extent == Extent::kLong) {
    const int64_t spread = random->OneIn(4) ? chunk + 1 : 2 * hw.lanes() + 1;
    loops.k = PickSize(hw.lanes(), chunk + 1, chunk + spread, random);
    if (edge == Edge::kWrap) loops.k = std::max(loops.k, terms);
    return loops;
  }
  loops.k = PickSize(hw.lanes(), least_k, std::min<int64_t>(chunk, 4 * hw.lanes() + 1), random);
  if (edge == Edge::kWrap && loops.k < terms) {
    loops.k = random->Between(terms, std::min(chunk, terms + 9));
  }
  return loops;
}

Shape PickShape(const HwConfig& hw, Extent extent, Edge edge, RandomSource* random) {
  const int64_t least = edge == Edge::kTie || edge == Edge::kMixed ? 2 : 1;
  const int64_t limit = LongElements(hw);
  int64_t low = least;
  int64_t high = hw.bus_bytes;
  if (extent == Extent::kMany) {
    low = hw.bus_bytes + 1;
    high = std::min<int64_t>(limit, 20 * hw.bus_bytes);
  } else if (extent == Extent::kLong) {
    low = limit + 1;
    high = limit + 3 * hw.bus_bytes;
  }
  const int64_t count = PickSize(hw.bus_bytes, low, high, random);
  if (random->OneIn(4)) return {count};
  int64_t columns = random->Between(1, std::min<int64_t>(count, 4 * hw.cols));
  while (count % columns != 0) --columns;
  return {count / columns, columns};
}

int64_t SizeOf(const HwConfig& hw, const ShapeCell& cell) {
  const int64_t unit = UnitOf(hw, cell.variant, cell.dimension);
  switch (cell.fit) {
    case Fit::kOne:
      return 1;
    case Fit::kLess:
      return unit - 1;
    case Fit::kExact:
      return unit;
    case Fit::kMore:
      break;
  }
  return unit + 1;
}

Loops PickLoops(const HwConfig& hw, const ShapeCell& cell, RandomSource* random) {
  Loops loops = PickLoops(hw, cell.variant.opcode, Extent::kMany, Edge::kWide, random);
  (cell.dimension == 0 ? loops.m : cell.dimension == 1 ? loops.n : loops.k) = SizeOf(hw, cell);
  while (!Fits(hw, loops.m, loops.n)) --(cell.dimension == 0 ? loops.n : loops.m);
  return loops;
}

int64_t LargestSquare(const HwConfig& hw) {
  int64_t size = 1;
  while (Fits(hw, size + 1, size + 1)) ++size;
  return size;
}

}  // namespace itg
