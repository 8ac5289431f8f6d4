// SPDX-License-Identifier: Apache-2.0
//
// What has to be seen before two machines count as compared: the cells of the coverage table. The
// generator aims at each of them, the observer counts what really happened.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/program/command.h"
#include "sim/hw/hw_config.h"

namespace itg {

// How the command is cut up. Products: one tile; several tiles; K longer than what half a
// scratchpad holds of the operands (LargestChunk), hence several chunks. Others: at most one memory
// beat of elements; several beats; more elements than the accumulator SRAM holds (LongElements).
// Those of the loss are never cut.
enum class Extent : uint8_t { kOne, kMany, kLong };
inline constexpr int kExtentCount = 3;

// What the data make the command do. m is the largest accumulator magnitude, L = 2^B for a
// requantisation and 2^mu for a gradient.
enum class Edge : uint8_t {
  kZero,    // nothing but zeros: m = 0
  kUnit,    // m = 1: the range is empty although an element is not zero
  kSmall,   // 2 <= m <= L: nothing is shifted; update: a gradient that saturates nothing
  kWide,    // m > L: shifted and rounded
  kTie,     // an element lies exactly half way between two results
  kClip,    // an element saturates
  kMax,     // every operand at +-Max; accumulators: the most negative value occurs
  kWrap,    // an exact sum does not fit AccW
  kTinyMu,  // mu <= 0: every update is -1, 0 or +1
  kOff,     // the mask is nowhere set
  kOn,      // the mask is set everywhere
  kMixed,   // the mask is set here and there
};
inline constexpr int kEdgeCount = 12;

// Shapes, per dimension: 1, and the neighbours of a multiple of the hardware's unit (rows, columns,
// lanes for M, N, K of a product; bytes of a memory beat for the elements of other commands).
enum class Fit : uint8_t { kOne, kLess, kExact, kMore };
inline constexpr int kFitCount = 4;

const char* Name(Extent extent);
const char* Name(Edge edge);
const char* Name(Fit fit);

// A command with its post-operation: a row of the table.
struct Variant {
  Opcode opcode;
  Post post;
  bool operator==(const Variant& o) const { return opcode == o.opcode && post == o.post; }
};
const std::vector<Variant>& AllVariants();
std::string Name(const Variant& variant);  // "forward+requantise"
bool IsLoss(const Variant& variant);
bool UsesRounding(const Variant& variant);
bool RoundsGradient(const Variant& variant);  // has a mu

struct Cell {
  Variant variant;
  Rounding rounding;  // kNearest where the variant does not round
  Extent extent;
  Edge edge;
  bool operator==(const Cell& o) const {
    return variant == o.variant && rounding == o.rounding && extent == o.extent && edge == o.edge;
  }
};

// A size that must be seen: dimension 0, 1, 2 for M, N, K of a product; 0, the number of elements,
// for any other command.
struct ShapeCell {
  Variant variant;
  int dimension;
  Fit fit;
};
std::vector<ShapeCell> RequiredShapes(const HwConfig& hw);
// What a dimension is measured in: rows, columns, lanes, bytes of a beat.
int64_t UnitOf(const HwConfig& hw, const Variant& variant, int dimension);

// The cells that must not stay empty on `hw`. Sums that need more than kLongest terms to wrap or to
// leave the scratchpad are not asked for.
inline constexpr int64_t kLongest = 262144;  // the longest sum NUMERICS.md section 2 mentions
std::vector<Cell> RequiredCells(const HwConfig& hw);

// Smallest number of terms whose sum can leave AccW for products of this opcode.
int64_t TermsToWrap(const HwConfig& hw, Opcode opcode);
// Terms of K of an m x n product whose operands fit half a scratchpad each; 0: not even one.
int64_t LargestChunk(const HwConfig& hw, Opcode opcode, int64_t m, int64_t n);
// More elements than this do not fit the accumulator SRAM (nor four beats, where it is very small).
int64_t LongElements(const HwConfig& hw);

}  // namespace itg
