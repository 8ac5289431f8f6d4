// SPDX-License-Identifier: Apache-2.0
//
// Composing costs little area where the array grows: minutes, label full.

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

TEST(AreaByCompositionFull, TinyIsNearFlat) { ExpectNearFlat(Tiny(4, 4)); }

TEST(AreaByCompositionFull, EightByEightIsNearFlat) { ExpectNearFlat(Tiny(8, 8)); }

}  // namespace
}  // namespace itg
