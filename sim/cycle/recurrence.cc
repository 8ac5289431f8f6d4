// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/recurrence.h"

#include <algorithm>

namespace itg::cycle {

size_t Recurrence::Hash::operator()(const std::vector<uint64_t>& words) const {
  uint64_t hash = words.size();
  for (const uint64_t word : words) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

Recurrence::Period Recurrence::Between(const Seen& before, const Values& now) {
  Period period;
  period.cycles = now.now - before.now;
  for (size_t i = 0; i < now.moving.size(); ++i) {
    period.moving.push_back(now.moving[i] - before.moving[i]);
  }
  for (size_t i = 0; i < now.left.size(); ++i) period.left.push_back(before.left[i] - now.left[i]);
  return period;
}

// Whole periods after which enough is left of everything.
uint64_t Recurrence::Times(const Period& period, const Values& values) {
  uint64_t times = UINT64_MAX;
  for (size_t i = 0; i < values.left.size(); ++i) {
    if (period.left[i] == 0) continue;
    const uint64_t left = values.left[i], least = values.least[i];
    times = std::min(times, left < least ? 0 : (left - least) / period.left[i]);
  }
  return times == UINT64_MAX ? 0 : times;
}

}  // namespace itg::cycle
