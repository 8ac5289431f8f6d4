// SPDX-License-Identifier: Apache-2.0
//
// Elements that make a command meet a given edge (sw/compare/cells.h), and random ones.

#pragma once

#include <cstdint>
#include <vector>

#include "sw/compare/cells.h"
#include "sw/compare/observe.h"
#include "sw/compare/random_source.h"

namespace itg {

using Values = std::vector<int64_t>;

// The two operands of a product as [m][k] and [n][k].
struct Factors {
  Values a;
  Values b;
};

struct ProductTarget {
  Loops loops;
  int64_t a_max;  // Max of each operand's role
  int64_t b_max;
  int acc_bits;
  int target_bits;  // L = 2^target_bits (Edge): B, or mu
};

// Operands that meet `edge`. kTie needs n, k >= 2; kWrap needs enough terms; kMixed needs n >= 2.
Factors ProductOperands(const ProductTarget& target, Edge edge, RandomSource* random);

// `count` accumulators that meet `edge`. kTie needs count >= 2.
Values AccumulatorOperand(int64_t count, int acc_bits, int target_bits, Edge edge,
                          RandomSource* random);

// `count` elements in -max..max from a palette: uniform, zeros, extremes, sparse, powers of two, a
// single element, small ones.
Values RandomElements(int64_t count, int64_t max, RandomSource* random);

// [outer][k] to [k][outer].
Values Transposed(const Values& values, int64_t outer, int64_t k);

}  // namespace itg
