// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/loose_accelerator.h"

#include <cstring>
#include <utility>

#include "model/error.h"
#include "sim/plan/layout.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/intaglio_registers.h"

namespace itg {
namespace {

// As the RTL takes them: an access to a register on AXI4-Lite, from the end of a command to the
// interrupt and to the start of the next.
constexpr uint64_t kAccessCycles = 3;
constexpr uint64_t kInterruptCycles = 1;
constexpr uint64_t kNextCycles = 1;

// All that a command names: what it reads, and what it changes in part.
std::vector<BufferId> Operands(const Command& command) {
  std::vector<BufferId> operands;
  for (const BufferId id :
       {command.a, command.b, command.out, command.mask, command.index, command.master}) {
    if (id != kNoBuffer) operands.push_back(id);
  }
  return operands;
}

}  // namespace

LooseAccelerator::LooseAccelerator(const sc_core::sc_module_name& name, const HwConfig& hw,
                                   std::unique_ptr<Machine> machine, const Cycles& cycles)
    : sc_module(name),
      registers("registers"),
      memory("memory"),
      interrupt("interrupt"),
      machine_(std::move(machine)),
      cycles_(cycles),
      file_(ElaborationParameters(hw)),
      line_("line") {
  line_.out(interrupt);
  machine_->OmitDigests();
  registers.register_b_transport(this, &LooseAccelerator::Transport);
  SC_THREAD(Run);
  set_stack_size(size_t{1} << 20);  // machines are not written for small stacks
}

void LooseAccelerator::Load(const Program& program, const Schedule& schedule) {
  program_ = program;
  program_.initial.clear();  // the memory has them
  schedule_ = schedule;
  machine_->Load(program_);
  mu_.clear();
  for (const Command& command : program_.commands) mu_.push_back(command.mu);
  known_.assign(program_.buffers.size(), {});
}

void LooseAccelerator::Transport(tlm::tlm_generic_payload& access, sc_core::sc_time& delay) {
  const auto offset = static_cast<uint32_t>(access.get_address());
  if (access.get_data_length() != 4 || access.get_address() >= INTAGLIO_REGISTER_BYTES) {
    access.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    return;
  }
  const uint32_t resets = file_.resets();
  uint32_t value = 0;
  bool good = false;
  if (access.is_read()) {
    good = file_.Read(offset, cycles_.From(sc_core::sc_time_stamp() + delay), &value);
    std::memcpy(access.get_data_ptr(), &value, sizeof value);
  } else {
    std::memcpy(&value, access.get_data_ptr(), sizeof value);
    good = file_.Write(offset, value);
  }
  access.set_response_status(good ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE);
  delay += cycles_.At(kAccessCycles);
  DriveInterrupt(sc_core::sc_time_stamp() + delay);
  if (file_.resets() != resets) reset_.notify();
  if (file_.MayRun()) doorbell_.notify(delay);
}

void LooseAccelerator::DriveInterrupt(const sc_core::sc_time& at) {
  if (file_.interrupt() == level_) return;
  level_ = !level_;
  line_.Change(at, level_);
}

void LooseAccelerator::Run() {
  while (true) {
    while (!file_.MayRun()) wait(doorbell_);
    ExecuteNext();
  }
}

void LooseAccelerator::ExecuteNext() {
  const uint64_t start = cycles_.From(sc_core::sc_time_stamp());
  const uint32_t resets = file_.resets();
  const size_t index = file_.head();
  file_.Begin();
  Retired retired;
  if (!Execute(index, &retired)) return;
  const uint64_t end = start + retired.end_cycle - retired.start_cycle;
  wait(cycles_.At(end - start), reset_);
  if (file_.resets() != resets) return;
  const uint64_t fault = PutOutputs(program_.commands[index]);
  if (fault != kAll) return Stop(INTAGLIO_ERROR_WRITE, fault);
  file_.Retire(retired, start, end);
  DriveInterrupt(cycles_.At(end + kInterruptCycles));
  wait(cycles_.At(kNextCycles));
}

// On the machine. False: the queue has stopped.
bool LooseAccelerator::Execute(size_t index, Retired* retired) {
  const auto stop = [this](uint32_t code, uint64_t address) {
    Stop(code, address);
    return false;
  };
  failure_ = nullptr;
  Descriptor descriptor = {};
  const uint64_t place = file_.descriptor_address();
  uint64_t fault = Move(tlm::TLM_READ_COMMAND, place, descriptor.data(), sizeof descriptor);
  if (fault != kAll) return stop(INTAGLIO_ERROR_READ, fault);
  if (!IsOfProgram(index, descriptor)) return stop(INTAGLIO_ERROR_ILLEGAL_COMMAND, place);
  fault = TakeInputs(program_.commands[index]);
  if (fault != kAll) return stop(INTAGLIO_ERROR_READ, fault);
  try {
    SetMu(index, descriptor);
    machine_->SetTrainingStep(file_.training_step());
    *retired = machine_->Execute(index);
  } catch (...) {
    failure_ = std::current_exception();
    return stop(INTAGLIO_ERROR_ILLEGAL_COMMAND, place);
  }
  return true;
}

void LooseAccelerator::Stop(uint32_t code, uint64_t address) {
  file_.Stop(code, static_cast<uint32_t>(address));
  DriveInterrupt(sc_core::sc_time_stamp() + cycles_.At(kInterruptCycles));
}

// But for `mu`, which the host may change.
bool LooseAccelerator::IsOfProgram(size_t index, const Descriptor& descriptor) const {
  if (index >= schedule_.commands.size() || program_.seed != file_.seed()) return false;
  Descriptor expected = schedule_.commands[index].descriptor;
  SetField(&expected, Field::kMu, GetField(descriptor, Field::kMu));
  return expected == descriptor;
}

// A host changes it for all commands together, as Machine::SetMu() does.
void LooseAccelerator::SetMu(size_t index, const Descriptor& descriptor) {
  const auto mu = static_cast<int>(GetField(descriptor, Field::kMu));
  if (!RoundsGradient(program_.commands[index]) || mu_[index] == mu) return;
  machine_->SetMu(mu);
  mu_.assign(mu_.size(), mu);
}

uint64_t LooseAccelerator::TakeInputs(const Command& command) {
  for (const BufferId id : Operands(command)) {
    const Buffer& buffer = program_[id];
    const Placement& place = schedule_.buffers[static_cast<size_t>(id)];
    std::vector<uint8_t> bytes(place.bytes + sizeof(int32_t));
    uint8_t* const exponent_bytes = bytes.data() + place.bytes;
    uint64_t fault = Move(tlm::TLM_READ_COMMAND, place.address, bytes.data(), place.bytes);
    if (fault != kAll) return fault;
    fault = Move(tlm::TLM_READ_COMMAND, place.exponent_address, exponent_bytes, sizeof(int32_t));
    if (fault != kAll) return fault;
    std::vector<uint8_t>& known = known_[static_cast<size_t>(id)];
    if (bytes == known) continue;
    Tensor tensor = MakeTensor(buffer);
    FetchTensor(bytes.data(), buffer, &tensor);
    int32_t exponent = 0;
    std::memcpy(&exponent, exponent_bytes, sizeof exponent);
    tensor.set_exponent(exponent);
    machine_->Write(id, tensor);
    known = std::move(bytes);
  }
  return kAll;
}

uint64_t LooseAccelerator::PutOutputs(const Command& command) {
  for (const BufferId id : Outputs(command)) {
    const Placement& place = schedule_.buffers[static_cast<size_t>(id)];
    const Tensor tensor = machine_->Read(id);
    std::vector<uint8_t>& known = known_[static_cast<size_t>(id)];
    StoreTensor(tensor, program_[id], known.data());
    uint64_t fault = Move(tlm::TLM_WRITE_COMMAND, place.address, known.data(), place.bytes);
    if (fault != kAll) return fault;
    if (id != command.out) continue;  // the others have the exponents that they had
    int32_t exponent = tensor.exponent();
    std::memcpy(known.data() + place.bytes, &exponent, sizeof exponent);
    fault = Move(tlm::TLM_WRITE_COMMAND, place.exponent_address, &exponent, sizeof exponent);
    if (fault != kAll) return fault;
  }
  return kAll;
}

uint64_t LooseAccelerator::Move(tlm::tlm_command kind, uint64_t address, void* bytes,
                                size_t count) {
  tlm::tlm_generic_payload access;
  access.set_command(kind);
  access.set_address(address);
  access.set_data_ptr(static_cast<uint8_t*>(bytes));
  access.set_data_length(static_cast<unsigned>(count));
  access.set_streaming_width(static_cast<unsigned>(count));
  const size_t moved = memory->transport_dbg(access);
  return moved == count ? kAll : address + moved;
}

}  // namespace itg
