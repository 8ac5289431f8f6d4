// SPDX-License-Identifier: Apache-2.0
//
// The loosely-timed twin of Accelerator, for large platforms: the same sockets, registers and
// interrupt, the commands executed by any Machine that counts cycles. A command's values move
// between the platform's memory and the machine at its begin and its end, with transport_dbg, which
// takes no time: the twin neither waits for others at the memory nor makes them wait. In between
// passes the time that the machine says.
//
// A machine executes commands of a Program, the hardware descriptors: the twin is told the program
// and refuses a descriptor that is not of it. The gradient bit width `mu` is read off the
// descriptor, seed and training step are the registers'.

#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "model/machine/machine.h"
#include "sim/hw/hw_config.h"
#include "sim/plan/schedule.h"
#include "sim/systemc/cycles.h"
#include "sim/systemc/interrupt_line.h"
#include "sim/systemc/loose_registers.h"
#include "tlm_utils/simple_initiator_socket.h"
#include "tlm_utils/simple_target_socket.h"

namespace itg {

class LooseAccelerator final : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<LooseAccelerator> registers;
  tlm_utils::simple_initiator_socket<LooseAccelerator> memory;
  sc_core::sc_out<bool> interrupt;

  LooseAccelerator(const sc_core::sc_module_name& name, const HwConfig& hw,
                   std::unique_ptr<Machine> machine, const Cycles& cycles);

  // The program whose descriptors are executed from now on, and where its buffers lie.
  void Load(const Program& program, const Schedule& schedule);

  // What the machine threw at the last command, which then is reported as illegal; null: nothing.
  std::exception_ptr failure() const { return failure_; }

 private:
  SC_HAS_PROCESS(LooseAccelerator);

  void Transport(tlm::tlm_generic_payload& access, sc_core::sc_time& delay);
  void Run();
  void ExecuteNext();
  bool Execute(size_t index, Retired* retired);
  void Stop(uint32_t code, uint64_t address);
  void DriveInterrupt(const sc_core::sc_time& at);

  bool IsOfProgram(size_t index, const Descriptor& descriptor) const;
  void SetMu(size_t index, const Descriptor& descriptor);
  // The address that the memory does not have; kAll: none.
  static constexpr uint64_t kAll = UINT64_MAX;
  uint64_t TakeInputs(const Command& command);
  uint64_t PutOutputs(const Command& command);
  uint64_t Move(tlm::tlm_command kind, uint64_t address, void* bytes, size_t count);

  std::unique_ptr<Machine> machine_;
  Cycles cycles_;
  LooseRegisters file_;
  TimedLine line_;
  bool level_ = false;
  sc_core::sc_event doorbell_;
  sc_core::sc_event reset_;
  std::exception_ptr failure_;
  Program program_;
  Schedule schedule_;
  std::vector<int> mu_;                      // the machine's, of each command
  std::vector<std::vector<uint8_t>> known_;  // bytes of each buffer, as the machine has it
};

}  // namespace itg
