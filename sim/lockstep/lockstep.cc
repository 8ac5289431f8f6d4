// SPDX-License-Identifier: Apache-2.0
//
// Two machines in lockstep: compare what was retired. What a command overwrites is kept, so that it
// can be repeated; beside the simulation of hardware that costs nothing.

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
  training_step_ = 0;
  mu_.reset();
  expected_->Load(program);
  tested_->Load(program);
}

void Lockstep::SetTrainingStep(uint32_t training_step) {
  training_step_ = training_step;
  expected_->SetTrainingStep(training_step);
  tested_->SetTrainingStep(training_step);
}

void Lockstep::SetMu(int mu) {
  mu_ = mu;
  expected_->SetMu(mu);
  tested_->SetMu(mu);
}

void Lockstep::Write(BufferId buffer, const Tensor& tensor) {
  expected_->Write(buffer, tensor);
  tested_->Write(buffer, tensor);
}

Tensor Lockstep::Read(BufferId buffer) const { return tested_->Read(buffer); }

void Lockstep::Keep(const Command& command) {
  kept_.clear();
  for (const BufferId id : Outputs(command)) kept_.emplace_back(id, tested_->Read(id));
}

std::shared_ptr<const Moment> Lockstep::MomentOf(size_t index) const {
  auto moment = std::make_shared<Moment>();
  moment->program = program_;
  moment->training_step = training_step_;
  moment->mu = mu_;
  moment->command = index;
  for (size_t id = 0; id < program_.buffers.size(); ++id) {
    moment->buffers.push_back(expected_->Read(static_cast<BufferId>(id)));
  }
  for (const auto& [id, before] : kept_) {
    moment->expected.emplace_back(id, std::move(moment->buffers.at(static_cast<size_t>(id))));
    moment->buffers.at(static_cast<size_t>(id)) = before;
  }
  return moment;
}

Retired Lockstep::Execute(size_t index) {
  Keep(program_.commands.at(index));
  const Retired expected = expected_->Execute(index);
  Retired tested = tested_->Execute(index);

  ++comparison_.commands;
  for (const auto& [buffer, before] : kept_) {
    comparison_.elements += static_cast<uint64_t>(before.size());
  }
  const bool same_cycles = cycles_ == CompareCycles::kNo || SameCosts(expected, tested);
  const bool same = expected.command == tested.command && expected.digest == tested.digest &&
                    expected.saturations == tested.saturations && same_cycles;
  if (!same) {
    ++comparison_.mismatches;
    throw Difference(Explain({program_, index, *expected_, *tested_, expected, tested,
                              cycles_ == CompareCycles::kYes}),
                     tested, MomentOf(index));
  }
  tested.acc_overflows = expected.acc_overflows;
  return tested;
}

}  // namespace itg
