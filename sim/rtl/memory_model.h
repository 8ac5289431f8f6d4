// SPDX-License-Identifier: Apache-2.0
//
// The memory behind the accelerator's AXI4 port. Each clock cycle: what the bus transferred goes in
// (Accept*, *Taken), then what the memory offers in the next cycle comes out (ReadData,
// Confirmation, *Ready). A read's first beat comes `latency` cycles after its address, a write's
// confirmation after its last beat; all in order. The hardest case that AXI allows: a read sees
// what is there when its address is accepted, a write is there when it is confirmed.
// Another memory may answer instead; order, bandwidth and stalls of the bus are still those here.
// Compiled into the plug-in; knows bytes and nothing of their meaning.

#pragma once

#include <cstdint>
#include <cstring>

#include "sim/rtl/bounded_memory.h"
#include "sim/rtl/outside_memory.h"
#include "sim/rtl/plugin_api.h"
#include "sim/rtl/ring.h"
#include "sim/rtl/stalls.h"

namespace itg {

class MemoryModel {
 public:
  struct Beat {
    uint64_t due;
    bool last;   // of its burst
    bool error;  // it lies beyond the memory, or its burst across 4 KiB
    uint8_t data[64];
  };

  MemoryModel(const PluginOptions& options, int beat_bytes)
      : latency_(static_cast<uint64_t>(options.memory_latency)),
        bandwidth_(options.memory_bytes_per_cycle, beat_bytes),
        most_reads_(options.memory_reads > 0 ? options.memory_reads : INT32_MAX),
        stalls_(options),
        beat_bytes_(beat_bytes),
        bytes_(beat_bytes),
        outside_(beat_bytes) {}

  // The memory of the run, and what may be written during it.
  void Attach(const PluginRun& run) { bytes_.Attach(run); }
  // Another memory, from now on.
  void Attach(const PluginMemory& outside) { outside_.Attach(outside); }

  // The address of a read was transferred; its data is due from `cycle` + latency on.
  void AcceptRead(uint64_t cycle, uint64_t address, int beats) {
    ++reads_;
    if (outside_.IsAttached()) return AskOutside(cycle, address, beats);
    const bool legal = bytes_.WithinFourKiB(address, beats);
    for (int i = 0; i < beats; ++i, address += static_cast<uint64_t>(beat_bytes_)) {
      Beat& beat = read_beats_.Push();
      beat.due = cycle + latency_;
      beat.last = i == beats - 1;
      beat.error = !bytes_.ReadBeat(address, beat.data) || !legal;
    }
  }

  // Address and data of a write come in any order.
  void AcceptWriteAddress(uint64_t cycle, uint64_t address, int beats) {
    writes_.Push() = {address, beats, 0, false};
    FinishWrites(cycle);
  }
  void AcceptWriteData(uint64_t cycle, const void* data, uint64_t strobe, bool last) {
    WriteBeat& beat = write_beats_.Push();
    beat.strobe = strobe;
    beat.last = last;
    std::memcpy(beat.data, data, static_cast<size_t>(beat_bytes_));
    bandwidth_.Spend();
    if (!last) return;
    ++whole_writes_;
    FinishWrites(cycle);
  }

  // The beat offered in the cycle that begins, null: none. It is offered until ReadTaken().
  const Beat* ReadData(uint64_t cycle) {
    if (read_beats_.empty()) return nullptr;
    const Beat& beat = read_beats_.Front();
    if (!read_offered_ && (beat.due > cycle || !bandwidth_.Left() || stalls_.Draw(kStallR)))
      return nullptr;
    read_offered_ = true;
    return &beat;
  }
  void ReadTaken() {
    if (read_beats_.Front().last) --reads_;
    read_beats_.Pop();
    read_offered_ = false;
    bandwidth_.Spend();
  }

  // Whether a write is confirmed in the cycle that begins, and in `error` whether it failed.
  bool Confirmation(uint64_t cycle, bool* error) {
    if (!confirmation_offered_) {
      if (confirmed_ == timed_ || writes_.Front().due > cycle || stalls_.Draw(kStallB))
        return false;
      confirmation_offered_ = true;
      const WriteBurst& burst = writes_.Front();
      confirmation_error_ = outside_.IsAttached() ? burst.error : !Perform(cycle, burst);
    }
    *error = confirmation_error_;
    return true;
  }
  void ConfirmationTaken() {
    writes_.Pop();
    ++confirmed_;
    confirmation_offered_ = false;
  }

  bool ReadAddressReady() { return reads_ < most_reads_ && !stalls_.Draw(kStallAr); }
  bool WriteAddressReady() { return !stalls_.Draw(kStallAw); }
  bool WriteDataReady() { return bandwidth_.Left() && !stalls_.Draw(kStallW); }

  void Refill() { bandwidth_.Refill(); }  // a cycle has passed
  uint64_t fault_address() const { return bytes_.fault_address(); }
  uint64_t wrong_cycle() const { return bytes_.wrong_cycle(); }

 private:
  struct WriteBeat {
    uint64_t strobe;
    bool last;
    uint8_t data[64];
  };
  struct WriteBurst {
    uint64_t address;
    int beats;
    uint64_t due;
    bool error;  // known when another memory has answered
  };

  // What is there, address and beats, is confirmed a latency later.
  void FinishWrites(uint64_t cycle) {
    while (timed_ < whole_writes_ && timed_ - confirmed_ < writes_.size()) {
      WriteBurst& burst = writes_.At(timed_ - confirmed_);
      burst.due = outside_.IsAttached() ? SendOutside(cycle, &burst) : cycle + latency_;
      ++timed_;
    }
  }

  void AskOutside(uint64_t cycle, uint64_t address, int beats) {
    const uint64_t due = outside_.Read(cycle, address, static_cast<uint32_t>(beats));
    for (uint32_t i = 0; i < static_cast<uint32_t>(beats); ++i) {
      Beat& beat = read_beats_.Push();
      beat.due = due;
      beat.last = i + 1 == static_cast<uint32_t>(beats);
      beat.error = outside_.Failed(i);
      std::memcpy(beat.data, outside_.Beat(i), static_cast<size_t>(beat_bytes_));
    }
  }

  // All bursts before it are out there: its beats are the first of those that wait here.
  uint64_t SendOutside(uint64_t cycle, WriteBurst* burst) {
    for (bool last = false; !last && outside_.pushed() < OutsideMemory::kMostBeats;) {
      const WriteBeat& beat = write_beats_.Front();
      outside_.Push(beat.data, beat.strobe);
      last = beat.last;
      write_beats_.Pop();
    }
    const bool whole = outside_.pushed() == static_cast<uint32_t>(burst->beats);
    const uint64_t due = outside_.Write(cycle, burst->address, &burst->error);
    if (!whole) burst->error = true;
    return due;
  }

  // The beats of the oldest burst into memory. False: one may not be written, or they are not as
  // many as was announced.
  bool Perform(uint64_t cycle, const WriteBurst& burst) {
    uint64_t address = burst.address;
    int left = burst.beats;
    bool good = bytes_.WithinFourKiB(address, left);
    for (bool last = false; !last; --left, address += static_cast<uint64_t>(beat_bytes_)) {
      const WriteBeat& beat = write_beats_.Front();
      good = bytes_.WriteBeat(cycle, address, beat.data, beat.strobe) && good;
      last = beat.last;
      write_beats_.Pop();
    }
    if (left != 0) bytes_.Fault(burst.address);
    return good && left == 0;
  }

  uint64_t latency_;
  Bandwidth bandwidth_;
  int32_t most_reads_;
  Stalls stalls_;
  int beat_bytes_;
  int32_t reads_ = 0;  // bursts in flight
  Ring<Beat> read_beats_;
  Ring<WriteBeat> write_beats_;
  Ring<WriteBurst> writes_;    // not confirmed, in the order of their addresses
  uint64_t whole_writes_ = 0;  // bursts whose last beat is there, since the start
  uint64_t timed_ = 0;         // of them those whose address is there too
  uint64_t confirmed_ = 0;
  bool read_offered_ = false;
  bool confirmation_offered_ = false;
  bool confirmation_error_ = false;
  BoundedMemory bytes_;
  OutsideMemory outside_;
};

}  // namespace itg
