// SPDX-License-Identifier: Apache-2.0
//
// Random numbers of a search: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). The same on every
// machine, which the distributions of the standard library are not.

#pragma once

#include <cstdint>

namespace itg {

class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // 0 .. count-1. The bias of the remainder, below 2^-40 for counts to come, does not matter here.
  int64_t Below(int64_t count) {
    return static_cast<int64_t>(Next() % static_cast<uint64_t>(count));
  }

 private:
  uint64_t state_;
};

}  // namespace itg
