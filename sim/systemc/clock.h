// SPDX-License-Identifier: Apache-2.0
//
// The clock of a platform, and how far its modules may run ahead.

#pragma once

#include <cstdint>
#include <systemc>
#include <tlm>

#include "model/error.h"
#include "sim/systemc/cycles.h"

namespace itg {

// 1 GHz. Sets the global quantum. Throws Error when SystemC has simulated before in this process.
inline Cycles SetUpClock(uint64_t quantum) {
  if (sc_core::sc_get_status() != sc_core::SC_ELABORATION) {
    throw Error("SystemC is set up once: a process can have one platform");
  }
  const Cycles cycles(sc_core::sc_time(1, sc_core::SC_NS));
  tlm::tlm_global_quantum::instance().set(cycles.At(quantum));
  return cycles;
}

}  // namespace itg
