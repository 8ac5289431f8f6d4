// SPDX-License-Identifier: Apache-2.0
//
// What all machines share: adding up counters.

#include "model/machine/machine.h"

namespace itg {

Counters& Counters::operator+=(const Counters& other) {
  array_cycles += other.array_cycles;
  macs += other.macs;
  scratchpad_reads += other.scratchpad_reads;
  scratchpad_writes += other.scratchpad_writes;
  accumulator_reads += other.accumulator_reads;
  accumulator_writes += other.accumulator_writes;
  memory_reads += other.memory_reads;
  memory_writes += other.memory_writes;
  rounded += other.rounded;
  return *this;
}

}  // namespace itg
