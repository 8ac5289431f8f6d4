// SPDX-License-Identifier: Apache-2.0
//
// Is the MAC array at work most of the time of a real training step? Cycles do not depend on
// values, so one step on zeros tells for all.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"

namespace itg {
namespace {

constexpr int64_t kBatch = 64;

// Of all multiplications that the array could have done in the step's cycles; rows and columns that
// hang over the edge of a tile count as idle.
TEST(TheArray, IsUsedSixtyPercentOfAnMnistStepOnBase) {
  const HwConfig hw = HwConfig::FromFile("base");
  LowerOptions options;
  options.batch = kBatch;
  const Program program =
      LowerTraining(ParseNetwork("mlp", "test", {28, 28, 1}, 10), Numbers(), options);
  RtlOptions rtl;
  const std::unique_ptr<Machine> machine = MakeRtlMachine(hw, rtl);
  machine->Load(program);
  uint64_t macs = 0;
  uint64_t cycles = 0;
  for (size_t command = 0; command < program.commands.size(); ++command) {
    const Retired retired = machine->Execute(command);
    macs += retired.counters.macs;
    cycles += retired.end_cycle - retired.start_cycle;
  }
  // Forward and gradient of both layers, the error of the second.
  EXPECT_EQ(macs, kBatch * (2u * 784 * 100 + 3u * 100 * 10));
  const double use = static_cast<double>(macs) / (static_cast<double>(cycles) * hw.rows * hw.cols);
  EXPECT_GE(use, 0.60) << macs << " multiplications in " << cycles << " cycles";
}

}  // namespace
}  // namespace itg
