// SPDX-License-Identifier: Apache-2.0
//
// A memory with several initiators, as a loosely-timed TLM-2.0 target: b_transport moves a burst
// and adds to the delay until its first beat, or its confirmation, comes back.
//
// Reads share one channel, writes another; each carries `bytes_per_cycle` and serves first who
// comes first, where "first" is the order of the calls. Behind the channel every burst takes the
// latency. An initiator that alone transfers no more than that each way never waits: it sees the
// memory of the plain harness (sim/rtl/memory_model.h). As there, a read sees what is there when it
// arrives, and a write is there when it is confirmed.
//
// Each port is a window onto memory of its own, as behind an MMU: initiators compete for time.

#pragma once

#include <cstdint>
#include <systemc>
#include <tlm>
#include <vector>

#include "sim/rtl/bounded_memory.h"
#include "sim/rtl/ring.h"
#include "sim/systemc/cycles.h"
#include "sim/systemc/traffic.h"
#include "tlm_utils/multi_passthrough_target_socket.h"

namespace itg {

struct DramOptions {
  int beat_bytes = 8;  // of the ports: addresses and lengths are multiples
  uint32_t bytes_per_cycle = 8;
  uint64_t latency = 64;
  uint64_t latency_spread = 0;  // a burst takes up to so many cycles more, at random
  uint32_t seed = 1;
};

class Dram final : public sc_core::sc_module {
 public:
  tlm_utils::multi_passthrough_target_socket<Dram> ports;

  Dram(const sc_core::sc_module_name& name, const DramOptions& options, const Cycles& cycles,
       size_t port_count);

  // The memory behind a port, and what may be written there; forgets faults. Ports are numbered in
  // the order in which they are bound.
  void Attach(size_t port, const PluginRun& memory);
  // Makes all writes that are on their way.
  void Settle();
  // The first address that broke the rules since Attach().
  uint64_t fault_address(size_t port) const { return windows_.at(port).memory.fault_address(); }
  const Traffic& traffic(size_t port) const { return windows_.at(port).traffic; }

 private:
  struct Write {
    uint64_t due;
    uint64_t address;
    std::vector<uint8_t> data;
    std::vector<uint64_t> strobes;  // a beat each
  };
  struct Window {
    explicit Window(int beat_bytes) : memory(beat_bytes) {}
    PluginRun run = {};
    BoundedMemory memory;
    Ring<Write> writes;  // not there yet
    Traffic traffic;
  };

  void Transport(int port, tlm::tlm_generic_payload& burst, sc_core::sc_time& delay);
  unsigned Debug(int port, tlm::tlm_generic_payload& access);
  bool Read(Window* window, const tlm::tlm_generic_payload& burst);
  bool Accept(Window* window, const tlm::tlm_generic_payload& burst);
  void Land(Window* window, uint64_t cycle);
  uint64_t Serve(bool write, uint64_t arrival, uint64_t bytes, Traffic* traffic);
  uint64_t Latency();

  DramOptions options_;
  Cycles cycles_;
  std::vector<Window> windows_;
  uint64_t free_[2] = {};  // cycle from which on the channel of reads, of writes, is free
  uint32_t random_;
};

}  // namespace itg
