// SPDX-License-Identifier: Apache-2.0
//
// What random programs cost on the RTL, which must compute what the golden model does.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"

namespace itg {

// A Machine that writes down the cycles of each command of another.
class Stopwatch final : public Machine {
 public:
  Stopwatch(std::unique_ptr<Machine> machine, std::vector<uint64_t>* cycles)
      : machine_(std::move(machine)), cycles_(cycles) {}
  const char* name() const override { return machine_->name(); }
  void Load(const Program& program) override { machine_->Load(program); }
  void SetTrainingStep(uint32_t step) override { machine_->SetTrainingStep(step); }
  void SetMu(int mu) override { machine_->SetMu(mu); }
  void Write(BufferId buffer, const Tensor& tensor) override { machine_->Write(buffer, tensor); }
  Tensor Read(BufferId buffer) const override { return machine_->Read(buffer); }
  Retired Execute(size_t index) override {
    const Retired retired = machine_->Execute(index);
    cycles_->push_back(retired.end_cycle - retired.start_cycle);
    return retired;
  }

 private:
  std::unique_ptr<Machine> machine_;
  std::vector<uint64_t>* cycles_;
};

// Of each command of some random programs.
inline std::vector<uint64_t> CyclesOf(const HwConfig& hw, const RtlOptions& options) {
  std::vector<uint64_t> cycles;
  CompareOptions compare;
  compare.programs = 60;
  compare.seed = 400;
  const CompareResult result =
      RunCompare([] { return MakeGoldenMachine(); },
                 [&] { return std::make_unique<Stopwatch>(MakeRtlMachine(hw, options), &cycles); },
                 hw, compare);
  EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_GT(result.comparison.commands, 100u);
  return cycles;
}

}  // namespace itg
