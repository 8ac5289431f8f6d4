// SPDX-License-Identifier: Apache-2.0
//
// Composing costs little area on the smallest accelerator there is.

#include <gtest/gtest.h>

#include "tests/sim/synth/near_flat.h"

namespace itg {
namespace {

TEST(AreaByCompositionTest, TheSmallestIsNearFlat) {
  ExpectNearFlat(
      HwConfig::FromJson(R"({"name": "smallest", "rows": 2, "cols": 2, "activation_bits": 4,
    "weight_bits": 4, "error_bits": 4, "gradient_bits": 4, "acc_bits": 16, "scratchpad_bytes": 64,
    "accumulator_bytes": 64, "bus_bytes": 4, "read_fifo_beats": 4, "burst_beats": 1,
    "read_bursts": 1, "write_bursts": 1, "rounding": ["nearest"], "master_weights": false})",
                         "smallest"));
}

}  // namespace
}  // namespace itg
