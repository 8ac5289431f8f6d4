// SPDX-License-Identifier: Apache-2.0
//
// Bytes of memory with the rules of a run: how far they go, what may be written, which address
// broke a rule first, and when the first wrong byte came. Beat by beat, for a bus of some width.

#pragma once

#include <cstdint>
#include <cstring>

#include "sim/rtl/plugin_api.h"

namespace itg {

class BoundedMemory {
 public:
  explicit BoundedMemory(int beat_bytes) : beat_bytes_(beat_bytes) {}

  // The memory of the run, and what may be written during it.
  void Attach(const PluginRun& run) {
    run_ = run;
    faults_ = 0;
    fault_address_ = 0;
    wrong_cycle_ = 0;
  }

  // False, and zeros: the beat lies beyond the memory.
  bool ReadBeat(uint64_t address, uint8_t* data) {
    if (address + static_cast<uint64_t>(beat_bytes_) > run_.memory_bytes) {
      std::memset(data, 0, static_cast<size_t>(beat_bytes_));
      return Fault(address);
    }
    std::memcpy(data, run_.memory + address, static_cast<size_t>(beat_bytes_));
    return true;
  }

  // The bytes whose bits are set in `strobe`. False: one of them may not be written and is left
  // out, or there is none and not even that is allowed there.
  bool WriteBeat(uint64_t cycle, uint64_t address, const uint8_t* data, uint64_t strobe) {
    bool good = strobe != 0 || Writable(address) || Fault(address);
    for (int byte = 0; byte < beat_bytes_; ++byte, ++address) {
      if ((strobe >> byte & 1) != 0) good = WriteByte(cycle, address, data[byte]) && good;
    }
    return good;
  }

  // The answer of WriteBeat(), which would write.
  bool MayWrite(uint64_t address, uint64_t strobe) {
    if (strobe == 0) return Writable(address) || Fault(address);
    bool good = true;
    for (int byte = 0; byte < beat_bytes_; ++byte, ++address) {
      if ((strobe >> byte & 1) != 0 && !Writable(address)) good = Fault(address);
    }
    return good;
  }

  bool WithinFourKiB(uint64_t address, int beats) {
    const uint64_t last = address + static_cast<uint64_t>(beats * beat_bytes_ - 1);
    return address / 4096 == last / 4096 || Fault(address);
  }

  bool Writable(uint64_t address) const { return RangeAt(address) != nullptr; }

  // Returns false.
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

  PluginRun run_ = {};
  int beat_bytes_;
  uint64_t faults_ = 0;
  uint64_t fault_address_ = 0;
  uint64_t wrong_cycle_ = 0;
};

}  // namespace itg
