// SPDX-License-Identifier: Apache-2.0
//
// What one hardware configuration adds to a Program: addresses and chunk sizes. A Schedule can
// change cycles, never bits.

#pragma once

#include <cstdint>
#include <vector>

#include "model/program/program.h"
#include "sim/hw/hw_config.h"
#include "sim/plan/descriptor.h"

namespace itg {

// A buffer in the accelerator's memory; its exponent is the 32-bit number at exponent_address.
struct Placement {
  uint64_t address = 0;
  uint64_t bytes = 0;
  uint64_t exponent_address = 0;
};

struct ScheduledCommand {
  bool spills = false;  // it writes Schedule::spill
  uint64_t descriptor_address = 0;
  Descriptor descriptor = {};
};

struct Schedule {
  std::vector<Placement> buffers;
  std::vector<ScheduledCommand> commands;
  Placement spill;  // accumulators of one command that are on their way through memory
  uint64_t memory_bytes = 0;
};

// Throws Error when the program cannot run on `hw`: a width or rounding mode it lacks, sums modulo
// another power of two, or a tensor that does not fit its memories. `scatter`: seed of random
// places of everything (sim/plan/placing.h), for tests; 0: none.
Schedule Plan(const Program& program, const HwConfig& hw, uint32_t scatter = 0);

// True when there is hardware for it.
bool HasHardware(Opcode opcode, Post post);

}  // namespace itg
