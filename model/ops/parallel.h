// SPDX-License-Identifier: Apache-2.0
//
// How element-wise loops are cut up: blocks that stay in the first cache, threads only where the
// tensor is large enough to pay for waking them. No result depends on it.

#pragma once

#include <algorithm>
#include <cstdint>

namespace itg {

inline constexpr int64_t kBlockElements = 8192;
// One core handles several elements per nanosecond. Waking a second one costs microseconds, and on
// a busy machine its barriers wait for whole time slices.
inline constexpr int64_t kElementsWorthThreads = 1 << 20;

struct Block {
  int64_t first;
  int64_t count;
};

constexpr int64_t BlockCount(int64_t size) { return (size + kBlockElements - 1) / kBlockElements; }

constexpr Block BlockOf(int64_t block, int64_t size) {
  const int64_t first = block * kBlockElements;
  return {first, std::min(kBlockElements, size - first)};
}

constexpr bool PaysThreads(int64_t size) { return size >= kElementsWorthThreads; }

// Products of a matrix product or a convolution, for the same reasons.
inline constexpr int64_t kProductsWorthThreads = 1 << 25;
constexpr bool PaysThreadsForProducts(int64_t products) {
  return products >= kProductsWorthThreads;
}

}  // namespace itg
