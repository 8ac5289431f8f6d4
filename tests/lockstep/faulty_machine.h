// SPDX-License-Identifier: Apache-2.0
//
// A machine with one fault: wraps a right one and damages what it holds or retires after a given
// command. Tests of the checks use it to show that a difference is found, and found in its place.

#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "model/machine/machine.h"

namespace itg {

class FaultyMachine final : public Machine {
 public:
  // Called after every command with the wrapped machine and what it retired; may change both. When
  // it returns true the digest is recomputed from the damaged outputs, as hardware would.
  using Fault = std::function<bool(const Program&, size_t index, Machine*, Retired*)>;

  FaultyMachine(std::unique_ptr<Machine> machine, Fault fault)
      : machine_(std::move(machine)), fault_(std::move(fault)) {}

  const char* name() const override { return "faulty"; }
  void Load(const Program& program) override {
    program_ = program;
    machine_->Load(program);
  }
  void SetTrainingStep(uint32_t step) override { machine_->SetTrainingStep(step); }
  void SetMu(int mu) override { machine_->SetMu(mu); }
  void Write(BufferId buffer, const Tensor& tensor) override { machine_->Write(buffer, tensor); }
  Tensor Read(BufferId buffer) const override { return machine_->Read(buffer); }
  Retired Execute(size_t index) override {
    Retired retired = machine_->Execute(index);
    if (!fault_(program_, index, machine_.get(), &retired)) return retired;
    const Command& command = program_.commands.at(index);
    retired.digest = 0;
    for (const BufferId id : Outputs(command)) {
      retired.digest = Digest(machine_->Read(id), retired.digest);
    }
    return retired;
  }

 private:
  std::unique_ptr<Machine> machine_;
  Fault fault_;
  Program program_;
};

// Flips `bit` of element `index` of `buffer`.
inline void FlipBit(Machine* machine, BufferId buffer, int64_t index, int bit) {
  Tensor tensor = machine->Read(buffer);
  tensor.Set(index, tensor.Get(index) ^ (int64_t{1} << bit));
  machine->Write(buffer, tensor);
}

}  // namespace itg
