// SPDX-License-Identifier: Apache-2.0
//
// A memory that is not the plug-in's, burst by burst, and the room for the beats of one.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sim/rtl/plugin_api.h"

namespace itg {

class OutsideMemory {
 public:
  static constexpr uint32_t kMostBeats = 256;  // of a burst, by AXI4

  explicit OutsideMemory(int beat_bytes) : beat_bytes_(static_cast<size_t>(beat_bytes)) {}

  void Attach(const PluginMemory& memory) { memory_ = memory; }
  bool IsAttached() const { return memory_.access != nullptr; }

  // Returns from which cycle on the first beat may be offered.
  uint64_t Read(uint64_t cycle, uint64_t address, uint32_t beats) {
    return Access(cycle, address, beats, nullptr);
  }
  // Of the burst that was read last.
  const uint8_t* Beat(uint32_t beat) const { return data_ + beat * beat_bytes_; }
  bool Failed(uint32_t beat) const { return errors_[beat] != 0; }

  // A beat of the burst that is written next.
  void Push(const uint8_t* data, uint64_t strobe) {
    std::memcpy(data_ + pushed_ * beat_bytes_, data, beat_bytes_);
    strobes_[pushed_++] = strobe;
  }
  uint32_t pushed() const { return pushed_; }
  // Writes what was pushed. Returns from which cycle on it may be confirmed.
  uint64_t Write(uint64_t cycle, uint64_t address, bool* error) {
    const uint32_t beats = pushed_;
    pushed_ = 0;
    const uint64_t due = Access(cycle, address, beats, strobes_);
    *error = std::memchr(errors_, 1, beats) != nullptr;
    return due;
  }

 private:
  uint64_t Access(uint64_t cycle, uint64_t address, uint32_t beats, const uint64_t* strobes) {
    std::memset(errors_, 0, std::min(beats, kMostBeats));
    const PluginBurst burst = {cycle, address, beats, data_, strobes, errors_};
    return memory_.access(memory_.context, &burst);
  }

  size_t beat_bytes_;
  PluginMemory memory_ = {};
  uint32_t pushed_ = 0;
  uint8_t data_[kMostBeats * 64];
  uint64_t strobes_[kMostBeats];
  uint8_t errors_[kMostBeats];
};

}  // namespace itg
