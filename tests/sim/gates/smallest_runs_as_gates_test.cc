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

const std::vector<TestProgram>& Programs() {
  static const std::vector<TestProgram> programs = ShortPrograms(Smallest(), 1, 3000, 12'000);
  return programs;
}

TEST(GatesOfTheSmallest, HaveTheBitsOfGoldenAndTheCyclesOfTheRtl) {
  EXPECT_GE(Compare(Smallest(), Programs()).commands, Programs().size());
}

TEST(GatesOfTheSmallest, AreNoticedWhenBroken) {
  for (const char* path : {"", "u_array/", "u_round_lanes/"}) {
    const std::vector<StuckOutput> faults = DrawFaults(Smallest(), path, 1);
    const int noticed = Count(Noticed(Smallest(), faults, Programs()));
    std::printf("%s: %d of %d\n", path, noticed, static_cast<int>(kFaults));
  }
}

}  // namespace
}  // namespace itg
