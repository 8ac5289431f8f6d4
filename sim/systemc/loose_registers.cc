// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/loose_registers.h"

#include <iterator>

#include "sim/rtl/intaglio_registers.h"

namespace itg {

bool LooseRegisters::Read(uint32_t offset, uint64_t cycle, uint32_t* value) {
  uint64_t wide = 0;
  if (Find(offset, cycle, &wide)) {
    high_ = static_cast<uint32_t>(wide >> 32);
    high_of_ = offset + 4;
    *value = static_cast<uint32_t>(wide);
    return true;
  }
  // The high word of a 64-bit register: what was latched with its low word.
  if (offset < 4 || offset != high_of_ || !Find(offset - 4, cycle, &wide)) return false;
  *value = high_;
  return true;
}

bool LooseRegisters::Find(uint32_t offset, uint64_t cycle, uint64_t* value) const {
  const struct {
    uint32_t offset;
    uint64_t value;
  } words[] = {{INTAGLIO_ID, INTAGLIO_ID_VALUE},
               {INTAGLIO_VERSION, INTAGLIO_VERSION_VALUE},
               {INTAGLIO_CONTROL, enabled_ ? uint64_t{INTAGLIO_CONTROL_ENABLE} : 0},
               {INTAGLIO_STATUS, Status()},
               {INTAGLIO_IRQ_STATUS, happened_},
               {INTAGLIO_IRQ_ENABLE, irq_enable_},
               {INTAGLIO_ERROR_CODE, error_code_},
               {INTAGLIO_ERROR_ADDRESS, error_address_},
               {INTAGLIO_ERROR_INDEX, error_index_},
               {INTAGLIO_WAITING, 0},
               {INTAGLIO_WATCHDOG, watchdog_},
               {INTAGLIO_SEED, seed_},
               {INTAGLIO_TRAINING_STEP, training_step_},
               {INTAGLIO_QUEUE_BASE, base_},
               {INTAGLIO_QUEUE_ENTRIES, entries_},
               {INTAGLIO_QUEUE_HEAD, head_},
               {INTAGLIO_QUEUE_TAIL, tail_},
               {INTAGLIO_RETIRED, retired_},
               {INTAGLIO_CYCLE, cycle},
               {INTAGLIO_START, start_},
               {INTAGLIO_END, end_},
               {INTAGLIO_DESCRIPTOR_BYTES, kDescriptor}};
  for (const auto& word : words) {
    if (word.offset != offset) continue;
    *value = word.value;
    return true;
  }
  const uint32_t counter = (offset - INTAGLIO_COUNTERS) / 8;
  if (offset >= INTAGLIO_COUNTERS && offset % 8 == 0 && counter < std::size(counters_)) {
    *value = counters_[counter];
    return true;
  }
  const uint32_t parameter = (offset - INTAGLIO_PARAMETERS) / 4;
  if (offset < INTAGLIO_PARAMETERS || parameter >= parameters_.size()) return false;
  *value = parameters_[parameter];
  return true;
}

bool LooseRegisters::Write(uint32_t offset, uint32_t value) {
  uint32_t* idle_only = nullptr;
  switch (offset) {
    case INTAGLIO_CONTROL:
      Control(value);
      return true;
    case INTAGLIO_IRQ_STATUS:
      happened_ &= ~value;
      return true;
    case INTAGLIO_IRQ_ENABLE:
      irq_enable_ = value;
      return true;
    case INTAGLIO_WATCHDOG:
      watchdog_ = value;
      return true;
    case INTAGLIO_QUEUE_TAIL:
      tail_ = value;
      return true;
    case INTAGLIO_SEED:
      idle_only = &seed_;
      break;
    case INTAGLIO_TRAINING_STEP:
      idle_only = &training_step_;
      break;
    case INTAGLIO_QUEUE_BASE:
      idle_only = &base_;
      break;
    case INTAGLIO_QUEUE_ENTRIES:
      idle_only = &entries_;
      break;
    case INTAGLIO_QUEUE_HEAD:
      idle_only = &head_;
      break;
    default:
      return false;
  }
  if (busy_) return false;
  *idle_only = value;
  return true;
}

void LooseRegisters::Control(uint32_t value) {
  const bool reset = (value & INTAGLIO_CONTROL_RESET) != 0;
  enabled_ = !reset && (value & INTAGLIO_CONTROL_ENABLE) != 0;
  if (reset) {
    ++resets_;
    busy_ = false;
    for (uint64_t& count : counters_) count = 0;
  }
  if (reset || enabled_) error_code_ = INTAGLIO_ERROR_NONE;
}

uint32_t LooseRegisters::Status() const {
  uint32_t status = 0;
  if (busy_) status |= INTAGLIO_STATUS_BUSY;
  if (error_code_ != INTAGLIO_ERROR_NONE) status |= INTAGLIO_STATUS_ERROR;
  if (head_ == tail_) status |= INTAGLIO_STATUS_EMPTY;
  return status;
}

void LooseRegisters::Retire(const Retired& retired, uint64_t start, uint64_t end) {
  const Counters& events = retired.counters;
  const uint64_t counts[kPluginCounters] = {events.array_cycles,       events.scratchpad_reads,
                                            events.scratchpad_writes,  events.accumulator_reads,
                                            events.accumulator_writes, events.memory_reads,
                                            events.memory_writes,      events.rounded,
                                            retired.saturations};
  for (int i = 0; i < kPluginCounters; ++i) counters_[i] += counts[i];
  start_ = start;
  end_ = end;
  busy_ = false;
  ++retired_;
  ++head_;
  if (entries_ != 0 && head_ == entries_) head_ = 0;
  happened_ |= INTAGLIO_IRQ_STATUS_RETIRED;
  if (head_ == tail_) happened_ |= INTAGLIO_IRQ_STATUS_EMPTY;
}

void LooseRegisters::Stop(uint32_t code, uint32_t address) {
  error_code_ = code;
  error_address_ = address;
  error_index_ = head_;
  enabled_ = false;
  busy_ = false;
  for (uint64_t& count : counters_) count = 0;
  happened_ |= INTAGLIO_IRQ_STATUS_ERROR;
}

}  // namespace itg
