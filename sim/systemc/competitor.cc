// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/competitor.h"

namespace itg {

Competitor::Competitor(const sc_core::sc_module_name& name, const Competition& wanted,
                       const Cycles& cycles, bool synchronise)
    : sc_module(name),
      memory("memory"),
      bursts_(wanted),
      cycles_(cycles),
      synchronise_(synchronise),
      data_(wanted.burst_bytes) {
  SC_THREAD(Run);
}

void Competitor::SetInterval(uint64_t interval) {
  bursts_.SetInterval(interval, cycles_.From(sc_core::sc_time_stamp()));
  changed_.notify(sc_core::SC_ZERO_TIME);
}

void Competitor::Run() {
  while (true) {
    while (bursts_.wanted().interval == 0) wait(changed_);
    const CompetingBursts::Burst burst = bursts_.Next();
    sc_core::sc_time ahead = Ahead(cycles_.At(burst.cycle));
    const bool leads = ahead < tlm::tlm_global_quantum::instance().compute_local_quantum();
    if (ahead != sc_core::SC_ZERO_TIME && (synchronise_ || !leads)) wait(ahead);
    if (synchronise_) wait(sc_core::SC_ZERO_TIME);
    Send(burst);
  }
}

void Competitor::Send(const CompetingBursts::Burst& burst) {
  tlm::tlm_generic_payload access;
  access.set_command(burst.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  access.set_address(burst.address);
  access.set_data_ptr(data_.data());
  access.set_data_length(static_cast<unsigned>(data_.size()));
  access.set_streaming_width(static_cast<unsigned>(data_.size()));
  sc_core::sc_time delay = Ahead(cycles_.At(burst.cycle));
  memory->b_transport(access, delay);
  bursts_.Answer(cycles_.From(sc_core::sc_time_stamp() + delay));
}

}  // namespace itg
