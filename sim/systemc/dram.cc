// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/dram.h"

#include <algorithm>
#include <cstring>

namespace itg {

Dram::Dram(const sc_core::sc_module_name& name, const DramOptions& options, const Cycles& cycles,
           size_t port_count)
    : sc_module(name),
      ports("ports"),
      options_(options),
      cycles_(cycles),
      windows_(port_count, Window(options.beat_bytes)),
      random_(options.seed * 2654435769U + 1U) {
  ports.register_b_transport(this, &Dram::Transport);
  ports.register_transport_dbg(this, &Dram::Debug);
}

void Dram::Attach(size_t port, const PluginRun& memory) {
  Settle();
  windows_.at(port).run = memory;
  windows_.at(port).memory.Attach(memory);
}

void Dram::Settle() {
  for (Window& window : windows_) Land(&window, UINT64_MAX);
}

void Dram::Transport(int port, tlm::tlm_generic_payload& burst, sc_core::sc_time& delay) {
  Window& window = windows_.at(static_cast<size_t>(port));
  const auto beat = static_cast<uint64_t>(options_.beat_bytes);
  const uint64_t bytes = burst.get_data_length();
  burst.set_dmi_allowed(false);
  if (bytes == 0 || bytes % beat != 0 || burst.get_address() % beat != 0 ||
      burst.get_streaming_width() < bytes) {
    burst.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
    return;
  }
  const uint64_t arrival = cycles_.From(sc_core::sc_time_stamp() + delay);
  const uint64_t served = Serve(burst.is_write(), arrival, bytes, &window.traffic);
  const uint64_t due = served + Latency();
  Land(&window, arrival);
  bool good = window.memory.WithinFourKiB(burst.get_address(), static_cast<int>(bytes / beat));
  if (burst.is_write()) {
    good = Accept(&window, burst) && good;
    // In order, as the port confirms.
    Ring<Write>& writes = window.writes;
    const uint64_t before = writes.size() > 1 ? writes.At(writes.size() - 2).due : 0;
    writes.At(writes.size() - 1).due = std::max(due, before);
  } else {
    good = Read(&window, burst) && good;
  }
  burst.set_response_status(good ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
  delay = Ahead(cycles_.At(due));
}

bool Dram::Read(Window* window, const tlm::tlm_generic_payload& burst) {
  const auto beat = static_cast<uint64_t>(options_.beat_bytes);
  bool good = true;
  for (uint64_t at = 0; at < burst.get_data_length(); at += beat) {
    good = window->memory.ReadBeat(burst.get_address() + at, burst.get_data_ptr() + at) && good;
  }
  return good;
}

// Notes a write that is there later. False: a part of it will not be.
bool Dram::Accept(Window* window, const tlm::tlm_generic_payload& burst) {
  const auto beat = static_cast<size_t>(options_.beat_bytes);
  const uint8_t* const enables = burst.get_byte_enable_ptr();
  const size_t period = burst.get_byte_enable_length();
  Write& write = window->writes.Push();
  write.address = burst.get_address();
  write.data.assign(burst.get_data_ptr(), burst.get_data_ptr() + burst.get_data_length());
  write.strobes.assign(write.data.size() / beat, ~uint64_t{0} >> (64 - beat));
  for (size_t i = 0; enables != nullptr && i < write.data.size(); ++i) {
    if (enables[i % period] == TLM_BYTE_ENABLED) continue;
    write.strobes[i / beat] &= ~(uint64_t{1} << (i % beat));
  }
  bool good = true;
  for (size_t i = 0; i < write.strobes.size(); ++i) {
    good = window->memory.MayWrite(write.address + i * beat, write.strobes[i]) && good;
  }
  return good;
}

// Makes the writes that were confirmed before `cycle`.
void Dram::Land(Window* window, uint64_t cycle) {
  const auto beat = static_cast<size_t>(options_.beat_bytes);
  for (; !window->writes.empty() && window->writes.Front().due < cycle; window->writes.Pop()) {
    const Write& write = window->writes.Front();
    for (size_t i = 0; i < write.strobes.size(); ++i) {
      window->memory.WriteBeat(write.due, write.address + i * beat, write.data.data() + i * beat,
                               write.strobes[i]);
    }
  }
}

// Returns the cycle in which the channel has turned to a burst. A write that arrives has come over
// its initiator's bus before, a beat a cycle, and may have gone through the channel meanwhile.
uint64_t Dram::Serve(bool write, uint64_t arrival, uint64_t bytes, Traffic* traffic) {
  const uint64_t length = (bytes + options_.bytes_per_cycle - 1) / options_.bytes_per_cycle;
  const uint64_t earliest = write ? arrival - std::min(arrival, length) : arrival;
  uint64_t& free = free_[write ? 1 : 0];
  const uint64_t start = std::max(earliest, free);
  free = start + length;
  ++traffic->bursts;
  traffic->bytes += bytes;
  traffic->waited += start - earliest;
  return write ? free : start;
}

// xorshift32, as sim/rtl/stalls.h.
uint64_t Dram::Latency() {
  if (options_.latency_spread == 0) return options_.latency;
  random_ ^= random_ << 13;
  random_ ^= random_ >> 17;
  random_ ^= random_ << 5;
  return options_.latency + random_ % (options_.latency_spread + 1);
}

unsigned Dram::Debug(int port, tlm::tlm_generic_payload& access) {
  Window& window = windows_.at(static_cast<size_t>(port));
  Land(&window, cycles_.From(sc_core::sc_time_stamp()));
  const uint64_t address = access.get_address();
  if (address >= window.run.memory_bytes) return 0;
  const uint64_t bytes =
      std::min<uint64_t>(access.get_data_length(), window.run.memory_bytes - address);
  uint8_t* const inside = window.run.memory + address;
  if (access.is_write()) {
    std::memcpy(inside, access.get_data_ptr(), bytes);
  } else if (access.is_read()) {
    std::memcpy(access.get_data_ptr(), inside, bytes);
  }
  return static_cast<unsigned>(bytes);
}

}  // namespace itg
