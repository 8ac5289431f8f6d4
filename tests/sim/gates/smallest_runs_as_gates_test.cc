// SPDX-License-Identifier: Apache-2.0
//
// Does the smallest legal accelerator, as gates of a library, execute random programs with golden's
// bits in the RTL's cycles, and would these programs show a broken gate? The training step on gates
// of `tiny` is in gates_equal_the_rtl_test.cc; mapping that takes minutes.

#include <gtest/gtest.h>

#include "tests/sim/gates/support/random_programs.h"

namespace itg {
namespace {

const GateMachine& Smallest() {
  static const GateMachine machine(HwConfig::FromJson(
      R"({"name": "smallest", "rows": 2, "cols": 2, "activation_bits": 4, "weight_bits": 4,
          "error_bits": 4, "gradient_bits": 4, "acc_bits": 16, "scratchpad_bytes": 64,
          "accumulator_bytes": 8, "bus_bytes": 4, "read_fifo_beats": 4, "burst_beats": 1,
          "read_bursts": 1, "write_bursts": 1, "rounding": ["nearest"], "master_weights": false,
          "memory_latency": 1})",
      "smallest"));
  return machine;
}

TEST(GatesOfTheSmallest, HaveTheBitsOfGoldenAndTheCyclesOfTheRtl) {
  const CompareResult result = RunPrograms(Smallest(), 40, 1);
  EXPECT_FALSE(result.failure) << result.failure->what();
  EXPECT_EQ(result.programs, 40u);
  EXPECT_GT(result.comparison.commands, 40u);
  RecordProperty("elements", std::to_string(result.comparison.elements));
}

TEST(GatesOfTheSmallest, AreNoticedWhenBroken) {
  for (const char* path : {"", "u_array/", "u_round_lanes/"}) {
    const std::vector<StuckOutput> faults = DrawFaults(Smallest(), path, 1);
    const int noticed = Count(Noticed(Smallest(), faults, 40, 1));
    std::printf("%s: %d of %d\n", path, noticed, kFaults);
  }
}

}  // namespace
}  // namespace itg
