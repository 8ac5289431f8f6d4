// SPDX-License-Identifier: Apache-2.0
//
// What an initiator has moved through a memory.

#pragma once

#include <cstdint>

namespace itg {

struct Traffic {
  uint64_t bursts = 0;
  uint64_t bytes = 0;
  uint64_t waited = 0;  // cycles, for others and for its own bursts before
};

}  // namespace itg
