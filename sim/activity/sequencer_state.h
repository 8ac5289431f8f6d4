// SPDX-License-Identifier: Apache-2.0
//
// States of the sequencer, rtl/ctrl/itg_sequencer.sv: kSequencerStateNames of sim/rtl/plugin_api.h.

#pragma once

#include <cstdint>

#include "sim/rtl/plugin_api.h"

namespace itg {

enum class SequencerState : uint8_t {
  kIdle,
  kFetch,
  kDecode,
  kExponents,
  kProduct,
  kSpill,
  kConfirm,
  kScan,
  kQueryRange,
  kSetShift,
  kSecondPass,
  kWriteExponent,
  kDrain,
  kDone,
};
static_assert(static_cast<int>(SequencerState::kDone) + 1 == kSequencerStates);

}  // namespace itg
