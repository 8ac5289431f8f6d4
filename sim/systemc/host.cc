// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/host.h"

#include "model/error.h"

namespace itg {

Host::Host(const sc_core::sc_module_name& name, const Cycles& cycles)
    : sc_module(name), registers("registers"), irq("irq"), cycles_(cycles), driver_(this) {
  keeper_.reset();
  SC_THREAD(Run);
}

void Host::Do(const std::function<void(Driver<Host>*)>& job) {
  job_ = job;
  asked_.notify(sc_core::SC_ZERO_TIME);
  sc_core::sc_start();
  if (job_) throw Error("SystemC: nothing is left to happen, and the host still waits");
}

void Host::Run() {
  while (true) {
    if (!job_) wait(asked_);
    if (!job_) continue;
    job_(&driver_);
    job_ = nullptr;
    sc_core::sc_pause();
  }
}

bool Host::Write(uint32_t offset, uint32_t value) {
  return Access(tlm::TLM_WRITE_COMMAND, offset, &value);
}

bool Host::Read(uint32_t offset, uint32_t* value) {
  return Access(tlm::TLM_READ_COMMAND, offset, value);
}

bool Host::Access(tlm::tlm_command command, uint32_t offset, uint32_t* value) {
  tlm::tlm_generic_payload access;
  access.set_command(command);
  access.set_address(offset);
  access.set_data_ptr(reinterpret_cast<uint8_t*>(value));
  access.set_data_length(sizeof *value);
  access.set_streaming_width(sizeof *value);
  sc_core::sc_time delay = keeper_.get_local_time();
  registers->b_transport(access, delay);
  keeper_.set(delay);
  synchronised_ = false;
  if (keeper_.need_sync()) keeper_.sync();
  return access.is_response_ok();
}

// Brings SystemC to the host's time, and the interrupt to what it is then: what changes it in this
// very moment has gone through two modules (sim/systemc/interrupt_line.h).
void Host::Synchronise() {
  if (synchronised_) return;
  synchronised_ = true;
  keeper_.sync();
  for (int line = 0; line < 2; ++line) wait(sc_core::SC_ZERO_TIME);
}

bool Host::interrupt() {
  Synchronise();
  return irq.read();
}

void Host::Await(uint64_t cycle) {
  Synchronise();
  const sc_core::sc_time left = Ahead(cycles_.At(cycle));
  if (irq.read() || left == sc_core::SC_ZERO_TIME) return;
  wait(left, irq.posedge_event());
  keeper_.reset();
}

std::vector<uint32_t> ReadParameters(Host* host) {
  std::vector<uint32_t> parameters(kPluginParameters);
  host->Do([&](Driver<Host>*) {
    for (uint32_t i = 0; i < kPluginParameters; ++i) {
      host->Read(INTAGLIO_PARAMETERS + 4 * i, &parameters[i]);
    }
  });
  return parameters;
}

}  // namespace itg
