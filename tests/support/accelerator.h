// SPDX-License-Identifier: Apache-2.0
//
// The Verilated accelerator `tiny` with a program in its memory and a host at its registers.

#pragma once

#include <gtest/gtest.h>

#include "Vaccelerator_tiny.h"
#include "sim/rtl/axi_ports.h"
#include "sim/rtl/intaglio_registers.h"
#include "tests/support/dut.h"
#include "tests/support/queued_program.h"

namespace itg {

class Accelerator {
 public:
  Accelerator() : memory_(Options(), 4) {
    dut_.Reset();
    memory_.Attach(program_.Run(0, 0));
  }

  void Step() {
    MemoryCycle(dut_.operator->(), &memory_, &cycle_, [this] { dut_.Tick(); });
  }
  bool Write(uint32_t offset, uint32_t value) {
    return WriteRegister(dut_.operator->(), offset, value, [this] { Step(); });
  }
  bool Read(uint32_t offset, uint32_t* value) {
    return ReadRegister(dut_.operator->(), offset, value, [this] { Step(); });
  }
  uint32_t Get(uint32_t offset) {
    uint32_t value = 0;
    EXPECT_TRUE(Read(offset, &value)) << "0x" << std::hex << offset;
    return value;
  }

  // The queue runs the program up to `tail`.
  void Enable(uint32_t tail) {
    EXPECT_TRUE(Write(INTAGLIO_QUEUE_BASE, static_cast<uint32_t>(program_.Descriptor(0))));
    EXPECT_TRUE(Write(INTAGLIO_QUEUE_TAIL, tail));
    EXPECT_TRUE(Write(INTAGLIO_CONTROL, INTAGLIO_CONTROL_ENABLE));
  }

  uint64_t cycle() const { return cycle_; }
  bool interrupt() { return dut_->irq_o != 0; }
  Dut<Vaccelerator_tiny>& dut() { return dut_; }
  QueuedProgram& program() { return program_; }

 private:
  static PluginOptions Options() {
    PluginOptions options = {};
    options.memory_latency = 3;
    return options;
  }

  Dut<Vaccelerator_tiny> dut_;
  QueuedProgram program_;
  MemoryModel memory_;
  uint64_t cycle_ = 0;
};

}  // namespace itg
