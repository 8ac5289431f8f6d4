// SPDX-License-Identifier: Apache-2.0
//
// The memory behind the accelerator's ports, one call per clock cycle: reads come back in order,
// `latency` cycles after they were accepted, one beat a cycle; a write takes effect when it is
// accepted. With stalls, each `ready` and each response is withheld at random, the same way for the
// same seed. Compiled into the plug-in; knows bytes and nothing of their meaning.

#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "sim/rtl/plugin_api.h"

namespace itg {

class MemoryModel {
 public:
  explicit MemoryModel(const PluginOptions& options, int beat_bytes)
      : latency_(static_cast<uint64_t>(options.memory_latency)),
        stall_percent_(static_cast<uint32_t>(options.stall_percent)),
        random_(options.stall_seed * 2654435769u + 1u),
        beat_bytes_(beat_bytes),
        in_flight_(kMostInFlight) {}

  // The memory of the run, and what may be written during it.
  void Attach(const PluginRun& run) { run_ = run; }

  bool Write(uint64_t address, const void* data, uint64_t strobe) {
    for (int byte = 0; byte < beat_bytes_; ++byte) {
      if ((strobe >> byte & 1) == 0) continue;
      const uint64_t target = address + static_cast<uint64_t>(byte);
      if (!Writable(target)) return Fault(target);
      run_.memory[target] = static_cast<const uint8_t*>(data)[byte];
    }
    return true;
  }

  // Accepts a read at `cycle`.
  bool Request(uint64_t cycle, uint64_t address, uint32_t id) {
    if (address + static_cast<uint64_t>(beat_bytes_) > run_.memory_bytes) return Fault(address);
    Beat& beat = in_flight_[head_ % kMostInFlight];
    beat.due = cycle + latency_;
    beat.id = id;
    std::memcpy(beat.data, run_.memory + address, static_cast<size_t>(beat_bytes_));
    ++head_;
    return true;
  }

  // The response of `cycle`: null, or its data, with its id in `id`.
  const void* Respond(uint64_t cycle, uint32_t* id) {
    if (tail_ == head_) return nullptr;
    const Beat& beat = in_flight_[tail_ % kMostInFlight];
    if (beat.due > cycle || Stalls()) return nullptr;
    ++tail_;
    *id = beat.id;
    return beat.data;
  }

  bool ReadReady() { return head_ - tail_ < kMostInFlight && !Stalls(); }
  bool WriteReady() { return !Stalls(); }
  uint64_t fault_address() const { return fault_address_; }

 private:
  static constexpr uint64_t kMostInFlight = 8192;  // beats; more than any latency allowed

  struct Beat {
    uint64_t due;
    uint32_t id;
    uint8_t data[64];
  };

  bool Stalls() {
    if (stall_percent_ == 0) return false;
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    random_ ^= random_ << 5;
    return random_ % 100 < stall_percent_;
  }

  bool Writable(uint64_t address) const {
    for (int i = 0; i < run_.writable_count; ++i) {
      if (address >= run_.writable[i].begin && address < run_.writable[i].end) return true;
    }
    return false;
  }

  bool Fault(uint64_t address) {
    fault_address_ = address;
    return false;
  }

  PluginRun run_ = {};
  uint64_t latency_;
  uint32_t stall_percent_;
  uint32_t random_;
  int beat_bytes_;
  std::vector<Beat> in_flight_;
  uint64_t head_ = 0;
  uint64_t tail_ = 0;
  uint64_t fault_address_ = 0;
};

}  // namespace itg
