// SPDX-License-Identifier: Apache-2.0
//
// A command with everything it depends on, so that it can be executed again alone.

#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "model/machine/machine.h"

namespace itg {

struct Moment {
  Program program;
  uint32_t training_step = 0;
  std::optional<int> mu;  // none: that of each command
  size_t command = 0;
  std::vector<Tensor> buffers;                        // of the program, before the command
  std::vector<std::pair<BufferId, Tensor>> expected;  // what the command should make of its outputs
};

// Puts `machine` where the command is next. Throws Error when it cannot run the program.
void Enter(const Moment& moment, Machine* machine);

}  // namespace itg
