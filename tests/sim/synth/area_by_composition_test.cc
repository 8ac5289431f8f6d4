// SPDX-License-Identifier: Apache-2.0
//
// Does composing an accelerator of blocks cost little area beside mapping it flat? Of the smallest
// that there is, and where the array grows. Minutes each: label full.

#include <gtest/gtest.h>

#include "tests/sim/synth/near_flat.h"

namespace itg {
namespace {

HwConfig Tiny(int rows, int cols) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.rows = rows;
  hw.cols = cols;
  return hw;
}

TEST(AreaByComposition, TheSmallestIsNearFlat) {
  ExpectNearFlat(
      HwConfig::FromJson(R"({"name": "smallest", "rows": 2, "cols": 2, "activation_bits": 4,
    "weight_bits": 4, "error_bits": 4, "gradient_bits": 4, "acc_bits": 16, "scratchpad_bytes": 64,
    "accumulator_bytes": 64, "bus_bytes": 4, "read_fifo_beats": 4, "burst_beats": 1,
    "read_bursts": 1, "write_bursts": 1, "rounding": ["nearest"], "master_weights": false})",
                         "smallest"));
}

TEST(AreaByComposition, TinyIsNearFlat) { ExpectNearFlat(Tiny(4, 4)); }

TEST(AreaByComposition, EightByEightIsNearFlat) { ExpectNearFlat(Tiny(8, 8)); }

}  // namespace
}  // namespace itg
