// SPDX-License-Identifier: Apache-2.0
//
// Energy of the fp32 yardstick: itg_fp32_array mapped to gates, driven with the operands of a
// training in floating point, its sums compared bit by bit with those of the host's float.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/power/block_energy.h"

namespace itg {

inline constexpr char kFp32Array[] = "fp32_array";  // BlockEnergy::block
inline constexpr int kFp32Side = 2;                 // rows and columns that are simulated

// A cycle of the array: bits of floats. A sum has at least four terms.
struct Fp32Cycle {
  bool first = false;
  bool last = false;
  std::array<uint32_t, kFp32Side> a = {};
  std::array<uint32_t, kFp32Side> b = {};
};
using Fp32Stream = std::vector<Fp32Cycle>;

// By phase, at most 64 streams of one length; none where the phase has no products.
using Fp32Streams = std::array<std::vector<Fp32Stream>, kPhaseCount>;

// `liberty` as for MeasureBlock. Throws Error, also when a sum is not the host's.
BlockEnergy MeasureFp32Array(const Fp32Streams& streams, const std::string& liberty);

}  // namespace itg
