// SPDX-License-Identifier: Apache-2.0
//
// Whatever the memory's bus does, the bits stay: random back-pressure on each channel alone and on
// all, wide buses, a memory of little bandwidth, resets in the middle of every command. And without
// stalls no cycle changes.

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "model/machine/golden_machine.h"
#include "sim/rtl/plugin_api.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"

namespace itg {
namespace {

// A Machine that adds up the cycles of another.
class Stopwatch final : public Machine {
 public:
  Stopwatch(std::unique_ptr<Machine> machine, uint64_t* cycles)
      : machine_(std::move(machine)), cycles_(cycles) {}
  const char* name() const override { return machine_->name(); }
  void Load(const Program& program) override { machine_->Load(program); }
  void SetTrainingStep(uint32_t step) override { machine_->SetTrainingStep(step); }
  void SetMu(int mu) override { machine_->SetMu(mu); }
  void Write(BufferId buffer, const Tensor& tensor) override { machine_->Write(buffer, tensor); }
  Tensor Read(BufferId buffer) const override { return machine_->Read(buffer); }
  Retired Execute(size_t index) override {
    const Retired retired = machine_->Execute(index);
    *cycles_ += retired.end_cycle - retired.start_cycle;
    return retired;
  }

 private:
  std::unique_ptr<Machine> machine_;
  uint64_t* cycles_;
};

// Cycles of some random programs, which must be right.
uint64_t CyclesOf(const HwConfig& hw, const RtlOptions& options) {
  uint64_t cycles = 0;
  CompareOptions compare;
  compare.programs = 60;
  compare.seed = 400;
  const CompareResult result =
      RunCompare([] { return MakeGoldenMachine(); },
                 [&] { return std::make_unique<Stopwatch>(MakeRtlMachine(hw, options), &cycles); },
                 hw, compare);
  EXPECT_FALSE(result.failure.has_value()) << result.failure->report;
  EXPECT_GT(result.comparison.commands, 100u);
  return cycles;
}

TEST(Bus, StallsOfAnyChannelChangeCyclesAndNotBits) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const uint64_t undisturbed = CyclesOf(hw, {});
  RtlOptions options;
  options.stall_percent = 40;
  options.stall_channels = 0;
  EXPECT_EQ(CyclesOf(hw, options), undisturbed);
  for (const uint32_t channels : {kStallAr, kStallR, kStallAw, kStallW, kStallB, kStallAll}) {
    SCOPED_TRACE(channels);
    options.stall_channels = channels;
    options.stall_seed = channels;
    const uint64_t cycles = CyclesOf(hw, options);
    EXPECT_GT(cycles, undisturbed);
    EXPECT_EQ(CyclesOf(hw, options), cycles);  // the same stalls for the same seed
  }
}

TEST(Bus, AnyWidthCarriesTheSameBits) {
  for (const int bytes : {8, 64}) {
    HwConfig hw = HwConfig::FromFile("tiny");
    hw.bus_bytes = bytes;
    hw.scratchpad_bytes = int64_t{4} * hw.lanes() * hw.lanes();
    RtlOptions options;
    options.stall_percent = 25;
    CyclesOf(hw, options);
  }
}

TEST(Bus, LessBandwidthTakesLonger) {
  HwConfig hw = HwConfig::FromFile("tiny");
  const uint64_t undisturbed = CyclesOf(hw, {});
  hw.memory_bytes_per_cycle = 2 * hw.bus_bytes;  // both directions at once
  EXPECT_EQ(CyclesOf(hw, {}), undisturbed);
  hw.memory_bytes_per_cycle = 1;
  EXPECT_GT(CyclesOf(hw, {}), undisturbed);
  hw.memory_bytes_per_cycle = 0;
  hw.memory_reads = 1;
  EXPECT_GT(CyclesOf(hw, {}), undisturbed);
}

TEST(Bus, AResetInTheMiddleOfEveryCommandLeavesNoTrace) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const uint64_t undisturbed = CyclesOf(hw, {});
  RtlOptions options;
  options.reset_within = 500;
  EXPECT_EQ(CyclesOf(hw, options), undisturbed);
  options.stall_percent = 40;
  options.check_assertions = true;
  CyclesOf(hw, options);
}

}  // namespace
}  // namespace itg
