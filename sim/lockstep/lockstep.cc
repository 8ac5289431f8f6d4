// SPDX-License-Identifier: Apache-2.0
//
// Two machines in lockstep: compare what was retired, read tensors back only to explain.

#include "sim/lockstep/lockstep.h"

#include <utility>

#include "sim/lockstep/explain.h"

namespace itg {

bool SameCosts(const Retired& a, const Retired& b) {
  return a.end_cycle - a.start_cycle == b.end_cycle - b.start_cycle && a.counters == b.counters &&
         a.terms == b.terms;
}

Lockstep::Lockstep(std::unique_ptr<Machine> expected, std::unique_ptr<Machine> tested,
                   CompareCycles cycles)
    : expected_(std::move(expected)),
      tested_(std::move(tested)),
      cycles_(cycles),
      name_(std::string(expected_->name()) + "|" + tested_->name()) {}

void Lockstep::Load(const Program& program) {
  program_ = program;
  expected_->Load(program);
  tested_->Load(program);
}

void Lockstep::SetTrainingStep(uint32_t training_step) {
  expected_->SetTrainingStep(training_step);
  tested_->SetTrainingStep(training_step);
}

void Lockstep::SetMu(int mu) {
  expected_->SetMu(mu);
  tested_->SetMu(mu);
}

void Lockstep::Write(BufferId buffer, const Tensor& tensor) {
  expected_->Write(buffer, tensor);
  tested_->Write(buffer, tensor);
}

Tensor Lockstep::Read(BufferId buffer) const { return tested_->Read(buffer); }

Retired Lockstep::Execute(size_t index) {
  const Retired expected = expected_->Execute(index);
  Retired tested = tested_->Execute(index);

  ++comparison_.commands;
  for (const BufferId buffer : Outputs(program_.commands.at(index))) {
    comparison_.elements += static_cast<uint64_t>(ElementCount(program_[buffer].shape));
  }
  const bool same_cycles = cycles_ == CompareCycles::kNo || SameCosts(expected, tested);
  const bool same = expected.command == tested.command && expected.digest == tested.digest &&
                    expected.saturations == tested.saturations && same_cycles;
  if (!same) {
    ++comparison_.mismatches;
    throw Difference(Explain({program_, index, *expected_, *tested_, expected, tested,
                              cycles_ == CompareCycles::kYes}),
                     tested);
  }
  tested.acc_overflows = expected.acc_overflows;
  return tested;
}

}  // namespace itg
