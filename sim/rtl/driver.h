// SPDX-License-Identifier: Apache-2.0
//
// A driver of the accelerator: what software on a host would do through the registers of
// docs/registers.md and the interrupt. `Host` gives it Read(offset, &value) and Write(offset,
// value), which return false when the answer is an error, cycle(), interrupt(), and Await(cycle),
// which moves on until the interrupt or that cycle, or to any moment before.

#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/rtl/intaglio_registers.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

template <typename Host>
class Driver {
 public:
  explicit Driver(Host* host) : host_(host) {}

  // Puts the commands of `run` into the queue, waits for the interrupt and reads what happened.
  // Fills everything of `result` but what only the memory and the simulator know.
  void Run(const PluginRun& run, PluginResult* result) {
    deadline_ = host_->cycle() + run.most_cycles;
    good_ = true;
    Start(run);
    const uint64_t resets = run.reset_after != 0 ? host_->cycle() + run.reset_after : UINT64_MAX;
    while (good_ && !host_->interrupt() && host_->cycle() < deadline_) {
      host_->Await(std::min(deadline_, resets));
      if (host_->cycle() < resets) continue;
      Reset();
      result->status = kPluginReset;
      return;
    }
    if (!host_->interrupt()) {
      result->status = good_ ? kPluginHang : kPluginHost;
      return;
    }
    const uint32_t happened = Read(INTAGLIO_IRQ_STATUS);
    Write(INTAGLIO_IRQ_STATUS, happened);
    if ((happened & INTAGLIO_IRQ_STATUS_ERROR) != 0) {
      ReadError(result);
    } else {
      head_ = run.first + run.count;
      ReadStatistics(result);
    }
    if (!good_) result->status = kPluginHost;
  }

  // Abandons what runs. The accelerator is then as after power-up but for its settings.
  void Reset() {
    Write(INTAGLIO_CONTROL, INTAGLIO_CONTROL_RESET);
    Stopped();
    // The command may have ended while the reset was on its way.
    Write(INTAGLIO_IRQ_STATUS,
          INTAGLIO_IRQ_STATUS_RETIRED | INTAGLIO_IRQ_STATUS_EMPTY | INTAGLIO_IRQ_STATUS_ERROR);
  }

 private:
  void Start(const PluginRun& run) {
    if (!ready_) {
      good_ = Read(INTAGLIO_ID) == INTAGLIO_ID_VALUE &&
              Read(INTAGLIO_VERSION) == INTAGLIO_VERSION_VALUE;
      Write(INTAGLIO_IRQ_ENABLE, INTAGLIO_IRQ_STATUS_EMPTY | INTAGLIO_IRQ_STATUS_ERROR);
      ready_ = true;
    }
    Set(INTAGLIO_WATCHDOG, run.watchdog, &watchdog_);
    Set(INTAGLIO_SEED, run.seed, &seed_);
    Set(INTAGLIO_TRAINING_STEP, run.training_step, &step_);
    const bool goes_on = enabled_ && run.first == head_ && run.queue_base == base_;
    if (goes_on) {
      Write(INTAGLIO_QUEUE_TAIL, run.first + run.count);
      return;
    }
    Write(INTAGLIO_CONTROL, 0);
    Set(INTAGLIO_QUEUE_BASE, run.queue_base, &base_);
    Write(INTAGLIO_QUEUE_HEAD, run.first);
    Write(INTAGLIO_QUEUE_TAIL, run.first + run.count);
    Write(INTAGLIO_CONTROL, INTAGLIO_CONTROL_ENABLE);
    enabled_ = true;
  }

  void ReadError(PluginResult* result) {
    constexpr int32_t kStatus[] = {kPluginHost, kPluginIllegalCommand, kPluginBadRead,
                                   kPluginBadWrite, kPluginStuck};
    const uint32_t code = Read(INTAGLIO_ERROR_CODE);
    result->status = code < sizeof kStatus / sizeof kStatus[0] ? kStatus[code] : kPluginHost;
    result->error_address = Read(INTAGLIO_ERROR_ADDRESS);
    result->index = Read(INTAGLIO_ERROR_INDEX);
    result->waiting = Read(INTAGLIO_WAITING);
    // A memory that does not answer would keep the driver here.
    if (code != INTAGLIO_ERROR_WATCHDOG) Stopped();
  }

  // Waits for the end of what was in flight. The counters are then 0.
  void Stopped() {
    enabled_ = false;
    while (good_ && (Read(INTAGLIO_STATUS) & INTAGLIO_STATUS_STOPPING) != 0) {
      good_ = host_->cycle() < deadline_;
    }
    for (uint64_t& count : counters_) count = 0;
  }

  void ReadStatistics(PluginResult* result) {
    result->status = kPluginDone;
    result->start_cycle = ReadWide(INTAGLIO_START);
    result->end_cycle = ReadWide(INTAGLIO_END);
    for (uint32_t i = 0; i < kPluginCounters; ++i) {
      const uint64_t count = ReadWide(INTAGLIO_COUNTERS + 8 * i);
      result->counters[i] = count - counters_[i];
      counters_[i] = count;
    }
  }

  void Write(uint32_t offset, uint32_t value) { good_ = host_->Write(offset, value) && good_; }
  uint32_t Read(uint32_t offset) {
    uint32_t value = 0;
    good_ = host_->Read(offset, &value) && good_;
    return value;
  }
  uint64_t ReadWide(uint32_t offset) {
    const uint64_t low = Read(offset);
    return low | uint64_t{Read(offset + 4)} << 32;
  }
  // Writes a register that keeps its value unless it has it.
  void Set(uint32_t offset, uint32_t value, uint64_t* known) {
    if (*known == value) return;
    Write(offset, value);
    *known = value;
  }

  static constexpr uint64_t kUnknown = UINT64_MAX;
  Host* host_;
  bool good_ = true;  // every access was answered as it should
  bool ready_ = false;
  bool enabled_ = false;
  uint64_t deadline_ = 0;  // cycle at which the run must be over
  uint64_t head_ = 0;
  uint64_t base_ = kUnknown;
  uint64_t seed_ = kUnknown;
  uint64_t step_ = kUnknown;
  uint64_t watchdog_ = kUnknown;
  uint64_t counters_[kPluginCounters] = {};
};

}  // namespace itg
