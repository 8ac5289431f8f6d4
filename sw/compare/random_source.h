// SPDX-License-Identifier: Apache-2.0
//
// Random choices of the program generator. Not the generator of NUMERICS.md section 3: what a test
// draws must not depend on the arithmetic it tests.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace itg {

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): one word of state, the same numbers everywhere.
class RandomSource {
 public:
  RandomSource(uint64_t seed, uint64_t stream) : state_(seed * 0x9e3779b97f4a7c15u + stream) {
    state_ = Next();  // neighbouring seeds and streams part at once
  }

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // Uniform in low..high (the bias of the modulus does not matter here).
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Next() % static_cast<uint64_t>(high - low + 1));
  }
  int IntBetween(int low, int high) { return static_cast<int>(Between(low, high)); }
  bool OneIn(int n) { return Next() % static_cast<uint64_t>(n) == 0; }
  int Sign() { return OneIn(2) ? 1 : -1; }

  template <typename T>
  const T& Pick(const std::vector<T>& items) {
    return items[static_cast<size_t>(Next() % items.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace itg
