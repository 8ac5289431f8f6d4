// SPDX-License-Identifier: Apache-2.0
//
// Replays a recording on a machine and compares every tensor.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "sw/replay/recording.h"

namespace itg {

struct ReplayResult {
  uint64_t tensors = 0;  // compared
  uint64_t elements = 0;
  std::vector<std::string> differences;  // one line a tensor, in program order

  // Everything was equal, and there was something.
  bool passed() const { return tensors > 0 && differences.empty(); }
};

// Runs every step, 8 bits and AccW 32 as recorded. Unfused (the default) every recorded tensor
// exists; fused, those that the commands keep inside are not compared. The input error of a first
// linear layer is computed where it was recorded. Throws Error for a damaged recording.
ReplayResult Replay(const Recording& recording, bool fused, Machine* machine);

}  // namespace itg
