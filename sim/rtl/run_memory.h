// SPDX-License-Identifier: Apache-2.0
//
// The bytes behind the accelerator's AXI4 port during a run: what may be written, what was written
// that should not have been, and when the first wrong byte came.

#pragma once

#include <cstdint>
#include <cstring>

#include "sim/rtl/plugin_api.h"

namespace itg {

class RunMemory {
 public:
  void Attach(const PluginRun& run) {
    run_ = run;
    faults_ = 0;
    wrong_cycle_ = 0;
  }

  // False, and zeros: they do not lie in the memory.
  bool Read(uint64_t address, int bytes, uint8_t* to) {
    const size_t size = static_cast<size_t>(bytes);
    if (address + size > run_.memory_bytes) {
      std::memset(to, 0, size);
      return Fault(address);
    }
    std::memcpy(to, run_.memory + address, size);
    return true;
  }

  // False: it may not be written.
  bool WriteByte(uint64_t cycle, uint64_t address, uint8_t value) {
    const PluginRange* const range = RangeAt(address);
    if (range == nullptr) return Fault(address);
    run_.memory[address] = value;
    if (range->expected != nullptr && range->expected[address - range->begin] != value &&
        wrong_cycle_ == 0) {
      wrong_cycle_ = cycle;
    }
    return true;
  }

  bool Writable(uint64_t address) const { return RangeAt(address) != nullptr; }

  // Notes that something is wrong at `address`; returns false.
  bool Fault(uint64_t address) {
    if (faults_++ == 0) fault_address_ = address;
    return false;
  }

  // The first address since Attach() that is not in memory, not to be written, or not legal.
  uint64_t fault_address() const { return fault_address_; }
  // When the first byte other than PluginRange::expected was written; 0: none was.
  uint64_t wrong_cycle() const { return wrong_cycle_; }

 private:
  const PluginRange* RangeAt(uint64_t address) const {
    for (int i = 0; i < run_.writable_count; ++i) {
      const PluginRange& range = run_.writable[i];
      if (address >= range.begin && address < range.end) return &range;
    }
    return nullptr;
  }

  PluginRun run_ = {};
  uint64_t faults_ = 0;
  uint64_t fault_address_ = 0;
  uint64_t wrong_cycle_ = 0;
};

}  // namespace itg
