// SPDX-License-Identifier: Apache-2.0
//
// What GTKWave shows of a waveform at first: signals of the accelerator in groups.

#pragma once

#include <string>
#include <vector>

#include "sim/hw/hw_config.h"

namespace itg {

enum class Shown {
  kHex,
  kBinary,
  kDecimal,
  kSigned,
  kNamedHex,     // hexadecimal, or the name of the value
  kNamedBinary,  // the same of a binary one
};

struct ShownSignal {
  std::string name;  // as in the waveform: "itg_accelerator.clk_i", "....wr_addr_o[31:0]"
  Shown shown = Shown::kBinary;
};

struct ShownGroup {
  std::string name;
  bool open = true;
  std::vector<ShownSignal> signals;
};

// Of the accelerator as `hw` elaborates it.
std::vector<ShownGroup> ShownGroups(const HwConfig& hw);

}  // namespace itg
