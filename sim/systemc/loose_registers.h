// SPDX-License-Identifier: Apache-2.0
//
// The registers of docs/registers.md without the RTL: what a driver sees of an accelerator whose
// commands somebody else executes. Knows nothing of SystemC.

#pragma once

#include <cstdint>
#include <vector>

#include "model/machine/machine.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

class LooseRegisters {
 public:
  // `parameters`: of the elaboration, in the order of kPluginParameterNames.
  explicit LooseRegisters(std::vector<uint32_t> parameters) : parameters_(std::move(parameters)) {}

  // False: the answer is an error, as the RTL gives it. `cycle` is that of the access.
  bool Read(uint32_t offset, uint64_t cycle, uint32_t* value);
  bool Write(uint32_t offset, uint32_t value);

  // For who executes the commands.
  bool MayRun() const { return enabled_ && !busy_ && head_ != tail_; }
  bool interrupt() const { return (happened_ & irq_enable_) != 0; }
  uint32_t head() const { return head_; }
  uint32_t descriptor_address() const { return base_ + head_ * kDescriptor; }
  uint32_t seed() const { return seed_; }
  uint32_t training_step() const { return training_step_; }
  uint32_t resets() const { return resets_; }  // CONTROL.RESET was written so often
  void Begin() { busy_ = true; }
  void Retire(const Retired& retired, uint64_t start, uint64_t end);
  // The command at the head fails: `code` of INTAGLIO_ERROR_*.
  void Stop(uint32_t code, uint32_t address);

 private:
  static constexpr uint32_t kDescriptor = 256;  // bytes

  bool Find(uint32_t offset, uint64_t cycle, uint64_t* value) const;
  uint32_t Status() const;
  void Control(uint32_t value);

  std::vector<uint32_t> parameters_;
  uint64_t counters_[kPluginCounters] = {};
  uint64_t start_ = 0;
  uint64_t end_ = 0;
  uint32_t high_ = 0;  // latched by the last read of a low word
  uint32_t high_of_ = 0;
  bool enabled_ = false;
  bool busy_ = false;
  uint32_t resets_ = 0;
  uint32_t retired_ = 0;
  uint32_t happened_ = 0;  // IRQ_STATUS
  uint32_t irq_enable_ = 0;
  uint32_t error_code_ = 0;
  uint32_t error_address_ = 0;
  uint32_t error_index_ = 0;
  uint32_t watchdog_ = 0x100000;
  uint32_t seed_ = 0;
  uint32_t training_step_ = 0;
  uint32_t base_ = 0;
  uint32_t entries_ = 0;
  uint32_t head_ = 0;
  uint32_t tail_ = 0;
};

}  // namespace itg
