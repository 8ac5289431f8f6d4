// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/accelerator.h"

#include <algorithm>
#include <cstring>

#include "sim/rtl/intaglio_registers.h"

namespace itg {
namespace {

constexpr size_t kStackBytes = size_t{1} << 20;  // generated code keeps wide values on the stack
constexpr uint64_t kRegisterBytes = 0x1000;

}  // namespace

// The model between two who may move it: a memory that waits in the middle of a cycle lets others
// run, which must not move it before it is at the end of that cycle.
class Accelerator::Turn {
 public:
  explicit Turn(Accelerator* owner) : owner_(owner) {
    while (owner_->busy_) sc_core::wait(owner_->free_);
    owner_->busy_ = true;
  }
  ~Turn() {
    owner_->busy_ = false;
    owner_->free_.notify();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Accelerator* owner_;
};

Accelerator::Accelerator(const sc_core::sc_module_name& name, PluginLibrary* plugin, int beat_bytes,
                         const Cycles& cycles, bool synchronise)
    : sc_module(name),
      registers("registers"),
      memory("memory"),
      interrupt("interrupt"),
      plugin_(plugin),
      beat_bytes_(static_cast<size_t>(beat_bytes)),
      cycles_(cycles),
      synchronise_(synchronise),
      line_("line") {
  line_.out(interrupt);
  registers.register_b_transport(this, &Accelerator::Transport);
  plugin_->Attach({this, [](void* context, const PluginBurst* burst) {
                     return static_cast<Accelerator*>(context)->AnswerBurst(*burst);
                   }});
  SC_THREAD(Run);
  set_stack_size(kStackBytes);
}

void Accelerator::Run() {
  // To the end of the quantum, a cycle at least.
  const auto left = [this] {
    return std::max(tlm::tlm_global_quantum::instance().compute_local_quantum(), cycles_.At(1));
  };
  while (true) {
    if (!leads_) wait(left(), doorbell_);
    {
      const Turn turn(this);
      const sc_core::sc_time& now = sc_core::sc_time_stamp();
      AdvanceTo(cycles_.From(leads_ ? now + left() : now));
    }
    const sc_core::sc_time ahead = Ahead(model_time());
    if (leads_ && ahead != sc_core::SC_ZERO_TIME) wait(ahead);
  }
}

void Accelerator::AdvanceTo(uint64_t cycle) {
  const bool leads = leads_;
  while (plugin_->state().cycle < cycle && leads_ == leads) {
    plugin_->Advance(cycle);
    NoteState();
  }
}

void Accelerator::NoteState() {
  const PluginState& state = plugin_->state();
  const bool level = state.interrupt != 0;
  if (level == level_) return;
  level_ = level;
  line_.Change(cycles_.At(state.cycle), level);
  if (level) leads_ = false;
}

void Accelerator::Transport(tlm::tlm_generic_payload& access, sc_core::sc_time& delay) {
  const uint64_t cycle = cycles_.From(sc_core::sc_time_stamp() + delay);
  access.set_dmi_allowed(false);
  if (access.get_address() >= kRegisterBytes) {
    access.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
  } else if (access.get_data_length() != 4 || access.get_address() % 4 != 0) {
    access.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
  } else if (access.get_byte_enable_ptr() != nullptr) {
    access.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
  } else {
    const Turn turn(this);
    while (plugin_->state().cycle < cycle) AdvanceTo(cycle);
    AccessRegister(&access);
    delay = Ahead(model_time());
  }
}

void Accelerator::AccessRegister(tlm::tlm_generic_payload* access) {
  const auto offset = static_cast<uint32_t>(access->get_address());
  uint32_t value = 0;
  bool good = false;
  if (access->is_read()) {
    good = plugin_->ReadRegister(offset, &value);
    std::memcpy(access->get_data_ptr(), &value, sizeof value);
  } else {
    std::memcpy(&value, access->get_data_ptr(), sizeof value);
    good = plugin_->WriteRegister(offset, value);
  }
  access->set_response_status(good ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE);
  NoteState();
  if (!access->is_write() || !good) return;
  if (offset == INTAGLIO_CONTROL) {
    enabled_ = (value & INTAGLIO_CONTROL_ENABLE) != 0;
    if ((value & INTAGLIO_CONTROL_RESET) != 0) leads_ = false;
  }
  const bool rings = offset == INTAGLIO_CONTROL || offset == INTAGLIO_QUEUE_TAIL;
  if (rings && enabled_ && !level_) {
    leads_ = true;
    doorbell_.notify();
  }
}

uint64_t Accelerator::AnswerBurst(const PluginBurst& burst) {
  const sc_core::sc_time at = cycles_.At(burst.cycle);
  if (synchronise_ && at > sc_core::sc_time_stamp()) wait(at - sc_core::sc_time_stamp());
  sc_core::sc_time delay = Ahead(at);
  const auto bytes = static_cast<unsigned>(burst.beats * beat_bytes_);
  burst_.set_command(burst.strobes != nullptr ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  burst_.set_address(burst.address);
  burst_.set_data_ptr(burst.data);
  burst_.set_data_length(bytes);
  burst_.set_streaming_width(bytes);
  burst_.set_dmi_allowed(false);
  burst_.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  EnableBytes(burst);
  memory->b_transport(burst_, delay);
  const uint64_t due = cycles_.From(sc_core::sc_time_stamp() + delay);
  if (!burst_.is_response_ok()) FindErrors(burst);
  return due;
}

void Accelerator::EnableBytes(const PluginBurst& burst) {
  const uint64_t all = ~uint64_t{0} >> (64 - beat_bytes_);
  const bool some =
      burst.strobes != nullptr && !std::all_of(burst.strobes, burst.strobes + burst.beats,
                                               [all](uint64_t strobe) { return strobe == all; });
  burst_.set_byte_enable_ptr(nullptr);
  burst_.set_byte_enable_length(0);
  if (!some) return;
  enables_.resize(burst.beats * beat_bytes_);
  for (size_t i = 0; i < enables_.size(); ++i) {
    const bool enabled = (burst.strobes[i / beat_bytes_] >> (i % beat_bytes_) & 1) != 0;
    enables_[i] = enabled ? TLM_BYTE_ENABLED : TLM_BYTE_DISABLED;
  }
  burst_.set_byte_enable_ptr(enables_.data());
  burst_.set_byte_enable_length(static_cast<unsigned>(enables_.size()));
}

// TLM-2.0 answers a burst as a whole, AXI each beat of a read: the beats are looked at one by one,
// which takes no time. If none of them fails alone, it is the burst that does.
void Accelerator::FindErrors(const PluginBurst& burst) {
  burst.errors[0] = 1;
  if (burst.strobes != nullptr) return;
  bool found = false;
  for (uint32_t beat = 0; beat < burst.beats; ++beat) {
    uint8_t* const data = burst.data + beat * beat_bytes_;
    burst_.set_address(burst.address + beat * beat_bytes_);
    burst_.set_data_ptr(data);
    burst_.set_data_length(static_cast<unsigned>(beat_bytes_));
    burst_.set_streaming_width(static_cast<unsigned>(beat_bytes_));
    const bool fails = memory->transport_dbg(burst_) != beat_bytes_;
    if (fails) std::memset(data, 0, beat_bytes_);
    burst.errors[beat] = fails ? 1 : 0;
    found = found || fails;
  }
  if (!found) std::memset(burst.errors, 1, burst.beats);
}

}  // namespace itg
