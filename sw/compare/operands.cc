// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/operands.h"

#include <algorithm>

#include "model/arith/bits.h"

namespace itg {

Values AccumulatorOperand(int64_t count, int acc_bits, int target_bits, Edge edge,
                          RandomSource* random) {
  const int small = std::max(1, target_bits);
  // Bits of the largest magnitude: everything from just shifted to the top.
  const int wide = random->IntBetween(std::min(small + 1, acc_bits - 2), acc_bits - 2);
  int64_t limit = int64_t{1} << wide;
  int64_t first = random->Sign() * limit;
  if (edge == Edge::kZero) limit = first = 0;
  if (edge == Edge::kUnit) limit = 1, first = random->Sign();
  if (edge == Edge::kSmall) {
    limit = random->Between(2, int64_t{1} << small);
    first = random->Sign() * limit;
  }
  Values values(static_cast<size_t>(count));
  for (int64_t& value : values) value = random->Between(-limit, limit);
  if (edge == Edge::kWide || edge == Edge::kTinyMu) first -= random->Between(0, 1);
  values[0] = first;
  // b = wide, shift = wide - target: an odd multiple of 2^(shift-1).
  if (edge == Edge::kTie) values[1] = random->Sign() * (int64_t{1} << (wide - target_bits - 1));
  if (edge == Edge::kMax) {
    values[static_cast<size_t>(random->Between(0, count - 1))] = -(int64_t{1} << (acc_bits - 1));
  }
  return values;
}

Values RandomElements(int64_t count, int64_t max, RandomSource* random) {
  Values values(static_cast<size_t>(count));
  // Zeros and single elements are rare: what follows them in a chain is mostly zero too.
  const int kind = random->OneIn(16) ? random->IntBetween(0, 1) : random->IntBetween(2, 9);
  const int bits = BitLength(static_cast<uint64_t>(max)) - 1;
  if (kind == 0) return values;
  if (kind == 1) {
    values[static_cast<size_t>(random->Between(0, count - 1))] = random->Sign() * max;
    return values;
  }
  for (int64_t& value : values) {
    if (kind == 2) {
      value = random->Sign() * max;
    } else if (kind == 3) {
      value = random->Sign() * (int64_t{1} << random->Between(0, bits));
    } else if (kind == 4) {
      value = random->Between(-1, 1);
    } else if (kind == 5 && !random->OneIn(8)) {
      value = 0;  // sparse
    } else {
      value = random->Between(-max, max);
    }
  }
  return values;
}

Values Transposed(const Values& values, int64_t outer, int64_t k) {
  Values transposed;
  transposed.reserve(values.size());
  for (int64_t i = 0; i < k; ++i) {
    for (int64_t o = 0; o < outer; ++o) {
      transposed.push_back(values[static_cast<size_t>(o * k + i)]);
    }
  }
  return transposed;
}

}  // namespace itg
