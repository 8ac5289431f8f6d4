// SPDX-License-Identifier: Apache-2.0
//
// An initiator that competes for the memory: a camera, a processor, a second accelerator.

#pragma once

#include <cstdint>
#include <systemc>
#include <tlm>
#include <vector>

#include "sim/systemc/competition.h"
#include "sim/systemc/cycles.h"
#include "tlm_utils/simple_initiator_socket.h"

namespace itg {

class Competitor final : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Competitor> memory;

  // `synchronise`: each burst waits until its time has come, and goes behind one that the
  // accelerator sends in the same cycle; else it is sent ahead of time, within the quantum.
  Competitor(const sc_core::sc_module_name& name, const Competition& wanted, const Cycles& cycles,
             bool synchronise);

  // Another pace from now on; 0: none.
  void SetInterval(uint64_t interval);

 private:
  SC_HAS_PROCESS(Competitor);
  void Run();
  void Send(const CompetingBursts::Burst& burst);

  CompetingBursts bursts_;
  Cycles cycles_;
  bool synchronise_;
  std::vector<uint8_t> data_;
  sc_core::sc_event changed_;
};

}  // namespace itg
