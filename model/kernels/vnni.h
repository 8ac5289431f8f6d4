// SPDX-License-Identifier: Apache-2.0
//
// Tiles of an int8 matrix product on AVX512-VNNI: 64 multiplications an instruction, straight into
// 32 bits, so exact modulo 2^32. The instruction multiplies unsigned by signed bytes: the operand
// that is read in place is biased (byte ^ 128 is element + 128), and the sums start at -128 times
// the sum of the other operand's column.
//
// The rows are addressed through two tables, so a convolution reads its patches in the image
// itself: no im2col exists in memory.

#pragma once

#include <cstdint>

namespace itg {

inline constexpr int kTileRows = 14;  // * 2 registers of accumulators, 2 of b, 1 of a: of 32
inline constexpr int kTileCols = 32;
inline constexpr int kGroup = 4;  // bytes of K that one instruction adds up
inline constexpr uint8_t kBias = 128;

// True when this CPU has the instructions.
bool HasVnni();
// ... and, beside them, AVX512-VBMI, which selects bytes of a register by number.
bool HasByteSelect();

// Elements of the biased operand: row m, group g are the 4 bytes at base + rows[m] + groups[g].
struct VnniRows {
  const uint8_t* base;
  const int64_t* rows;
  const int32_t* groups;
  int64_t group_count;
};

// Where the sums of a tile go: those of row m begin at `at` + m * stride. `streams`: past the
// caches, into a tensor larger than they are; another thread may read them after a fence.
struct VnniOut {
  int32_t* at;
  int64_t stride;
  bool streams = false;

  // Whole lines of the cache, in every row?
  bool aligned() const { return reinterpret_cast<uintptr_t>(at) % 64 == 0 && stride % 16 == 0; }
};

// out[m][col] = start[col] + sums for `rows` <= kTileRows rows and `cols` <= kTileCols columns;
// `start` nullptr: sums are added to `out`. `packed`: [group][kTileCols][kGroup], zeros in columns
// that do not exist. Returns the OR of |x| - 1 over the stored x != 0: see model/ops/range.h.
// Requires HasVnni().
uint32_t VnniTile(const VnniRows& a, int64_t first_row, int64_t rows, const int8_t* packed,
                  int64_t cols, const int32_t* start, const VnniOut& out);

// The same for a `b` of which every element multiplies one of 16 bytes of `a`: group g of row m are
// the 16 bytes at base + rows[m] + groups[g], and the byte that packed[g][col][k] multiplies is the
// one whose number is controls[g][col][k], 0 .. 15. A register of errors of a 2 x 2 max-pool, all
// but one of four of them zero, is done at once so instead of four. rows <= kSelectRows. Requires
// HasByteSelect().
inline constexpr int kSelectRows = 13;  // * 2 registers, 2 of b, 2 of controls, 2 of a
inline constexpr int kSelectBytes = 16;
uint32_t VnniSelectTile(const VnniRows& a, int64_t first_row, int64_t rows, const int8_t* packed,
                        const int8_t* controls, int64_t cols, const int32_t* start,
                        const VnniOut& out);

// out[col][row] = sums[row][col]; rows of `sums` begin `sums_stride` apart. Requires HasVnni().
void TransposeSums(const int32_t* sums, int64_t sums_stride, int64_t rows, int64_t cols,
                   const VnniOut& out);

// packed[col][0..3] = from[0..3][col] for kTileCols columns: four rows interleaved.
void InterleaveRows(const int8_t* const from[kGroup], int64_t cols, int8_t* packed);

}  // namespace itg
