// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/placing.h"

namespace itg {
namespace {

constexpr uint64_t kWidestBeat = 64;
constexpr uint64_t kPage = 4096;  // that no burst may cross the border of

}  // namespace

uint64_t Placing::Place(int64_t bytes, int64_t align) {
  const uint64_t size = static_cast<uint64_t>(bytes), multiple = static_cast<uint64_t>(align);
  uint64_t address = end_;
  if (scatters_) {
    address = RoundUp(end_ + 1 + random_() % (2 * kWidestBeat), multiple);
    const uint64_t border = RoundUp(address + 1, kPage);
    const uint64_t before = 1 + random_() % kWidestBeat;
    const bool crosses = random_() % 4 == 0 && before < size && address + before <= border;
    if (crosses) address = RoundUp(border - before, multiple);
  }
  end_ = address + (scatters_ ? size : RoundUp(size, kWidestBeat));
  return address;
}

uint64_t Placing::PlaceLast(int64_t bytes, int64_t align) {
  uint64_t address = Place(bytes, align);
  if (scatters_ && align == 1) {
    address += memory_bytes() - end_;
    end_ = memory_bytes();
  }
  return address;
}

}  // namespace itg
