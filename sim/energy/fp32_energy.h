// SPDX-License-Identifier: Apache-2.0
//
// The yardstick: what the same training would take in fp32 on the same array. itg_fp32_array stands
// in the place of itg_mac_array; schedule and cycles are the same; every element takes 4 bytes, so
// the scratchpads are four times as large and every access to them and to memory moves four times
// the bits; sums have 32 bits and nothing is rounded to fewer. The float machine is taken at its
// best: its memories and its port are as fast for the wider words, its update costs no arithmetic,
// nothing leaks. With a derived table its memories are those of the table's model, and its control
// takes what that of the integers takes.

#pragma once

#include <optional>

#include "sim/energy/energy.h"

namespace itg {

// None when `table` has no energies of fp32 operations. A derived table must be of the widths of
// `hw`, as for EnergyOf.
std::optional<Energy> Fp32EnergyOf(const EventsByPhase& events, const EnergyTable& table,
                                   const HwConfig& hw);

}  // namespace itg
