// SPDX-License-Identifier: Apache-2.0
//
// Does composing an accelerator of blocks cost little area beside mapping it flat? Minutes each:
// label full. (The smallest legal one, 2x2 of 4 bits, costs 6 %: nearly all of it is control.)

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

TEST(AreaByComposition, TinyIsNearFlat) { ExpectNearFlat(Tiny(4, 4)); }

TEST(AreaByComposition, EightByEightIsNearFlat) { ExpectNearFlat(Tiny(8, 8)); }

}  // namespace
}  // namespace itg
