// SPDX-License-Identifier: Apache-2.0
//
// Every maximum and every sum over the batch goes through a Reducer, so that many processes can
// share one batch. All shards have the same number of samples and call in the same order. Sums are
// of integers and maxima are maxima, so the number of shards cannot change one bit.

#pragma once

#include <cstdint>

namespace itg {

class Reducer {
 public:
  virtual ~Reducer() = default;

  // This process holds samples [shard * n, (shard + 1) * n) of the global batch of shards * n.
  virtual int shard() const { return 0; }
  virtual int shards() const { return 1; }

  // The largest `value` of all shards.
  virtual int Max(int value) { return value; }
  // Adds the arrays of all shards element by element; every shard receives the sum.
  virtual void Sum(int32_t* values, int64_t count) {
    static_cast<void>(values);
    static_cast<void>(count);
  }
  virtual void Sum(int64_t* values, int64_t count) {
    static_cast<void>(values);
    static_cast<void>(count);
  }
};

}  // namespace itg
