// SPDX-License-Identifier: Apache-2.0
//
// The RTL as a TLM-2.0 module: the Verilated model of a plug-in, temporally decoupled.
//
//   registers   target socket: words of docs/registers.md, by b_transport
//   memory      initiator socket: whole bursts, annotated with the time at which the bus has
//               transferred the address of a read or all of a write; what the target answers as
//               delay says when the first beat or the confirmation comes back. Bursts are
//               pipelined: the model goes on meanwhile. The bus carries a beat a cycle each way.
//   interrupt   changes in the cycle in which the model's does
//
// From a doorbell (CONTROL.ENABLE; then QUEUE_TAIL) to the interrupt the model runs ahead of time,
// to the end of tlm::tlm_global_quantum at most. Else it lags: nothing happens in it but what the
// registers are asked, and it catches up when they are. So a driver that waits for the interrupt
// meets the model in the very cycle; one that looks in between may come a quantum too late.

#pragma once

#include <cstdint>
#include <systemc>
#include <tlm>
#include <vector>

#include "sim/rtl/plugin_library.h"
#include "sim/systemc/cycles.h"
#include "sim/systemc/interrupt_line.h"
#include "tlm_utils/simple_initiator_socket.h"
#include "tlm_utils/simple_target_socket.h"

namespace itg {

class Accelerator final : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<Accelerator> registers;
  tlm_utils::simple_initiator_socket<Accelerator> memory;
  sc_core::sc_out<bool> interrupt;

  // `synchronise`: each burst waits until its time has come, so that a memory with several
  // initiators gets theirs in order. Keeps the plug-in, which nobody else may run.
  Accelerator(const sc_core::sc_module_name& name, PluginLibrary* plugin, int beat_bytes,
              const Cycles& cycles, bool synchronise);

 private:
  SC_HAS_PROCESS(Accelerator);
  class Turn;

  void Run();
  void AdvanceTo(uint64_t cycle);
  void Transport(tlm::tlm_generic_payload& access, sc_core::sc_time& delay);
  void AccessRegister(tlm::tlm_generic_payload* access);
  void NoteState();
  uint64_t AnswerBurst(const PluginBurst& burst);
  void EnableBytes(const PluginBurst& burst);
  void FindErrors(const PluginBurst& burst);
  sc_core::sc_time model_time() const { return cycles_.At(plugin_->state().cycle); }

  PluginLibrary* plugin_;
  size_t beat_bytes_;
  Cycles cycles_;
  bool synchronise_;
  TimedLine line_;
  bool level_ = false;    // of the interrupt, as the model is
  bool enabled_ = false;  // CONTROL.ENABLE
  bool leads_ = false;    // runs ahead of time
  bool busy_ = false;     // in the middle of a cycle or an access
  sc_core::sc_event free_;
  sc_core::sc_event doorbell_;
  tlm::tlm_generic_payload burst_;
  std::vector<uint8_t> enables_;
};

}  // namespace itg
