// SPDX-License-Identifier: Apache-2.0
//
// The host of a platform: an initiator that runs the driver of sim/rtl/driver.h, the very code of
// the plain harness, over TLM-2.0. It keeps a time of its own, ahead of SystemC's by what its
// accesses took, and waits when its quantum is used up or for the interrupt.

#pragma once

#include <cstdint>
#include <functional>
#include <systemc>
#include <tlm>
#include <vector>

#include "sim/rtl/driver.h"
#include "sim/systemc/cycles.h"
#include "tlm_utils/simple_initiator_socket.h"
#include "tlm_utils/tlm_quantumkeeper.h"

namespace itg {

class Host final : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Host> registers;
  sc_core::sc_in<bool> irq;

  Host(const sc_core::sc_module_name& name, const Cycles& cycles);

  // Lets `job` run as a process of the platform and simulates until it is at its end. The time of
  // the host stands still between two jobs.
  void Do(const std::function<void(Driver<Host>*)>& job);

  // What the driver needs of its host. Within a job only.
  bool Write(uint32_t offset, uint32_t value);
  bool Read(uint32_t offset, uint32_t* value);
  void Await(uint64_t cycle);
  uint64_t cycle() const { return cycles_.From(keeper_.get_current_time()); }
  bool interrupt();

 private:
  SC_HAS_PROCESS(Host);
  void Run();
  bool Access(tlm::tlm_command command, uint32_t offset, uint32_t* value);
  void Synchronise();

  Cycles cycles_;
  tlm_utils::tlm_quantumkeeper keeper_;
  bool synchronised_ = false;  // SystemC's time is the host's
  Driver<Host> driver_;
  std::function<void(Driver<Host>*)> job_;
  sc_core::sc_event asked_;
};

// The elaboration parameters, read off the registers.
std::vector<uint32_t> ReadParameters(Host* host);

}  // namespace itg
