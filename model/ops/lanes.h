// SPDX-License-Identifier: Apache-2.0
//
// Channels in vectors of a fixed length, which compilers keep in registers.

#pragma once

#include <cstdint>
#include <type_traits>

namespace itg {

inline constexpr int kLanes = 16;

// Calls visit(lanes, first) until all channels have been seen: lanes is an integral_constant,
// kLanes or, of fewer channels than that, 1. The last vector may cover channels of the one before
// again, so `visit` must not mind.
template <typename Visit>
void ByLanes(int64_t channels, Visit&& visit) {
  using Vector = std::integral_constant<int, kLanes>;
  int64_t first = 0;
  for (; first + kLanes <= channels; first += kLanes) visit(Vector(), first);
  if (first == channels) return;
  if (channels >= kLanes) return visit(Vector(), channels - kLanes);
  for (; first < channels; ++first) visit(std::integral_constant<int, 1>(), first);
}

}  // namespace itg
