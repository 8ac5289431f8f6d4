// SPDX-License-Identifier: Apache-2.0
//
// Reads a GEMM topology of SCALE-Sim, as its topologies/GEMM_mnk/*.csv: a line of names, then a
// line a product.
//
//   Layer, M, N, K,
//   qkv, 128, 1536, 512,
//
// The commas at the ends may be missing, but not behind a line of names that has one: then the file
// was cut off.
// A fifth column, Sparsity, is read where every entry is dense, N:N.

#pragma once

#include <string>
#include <vector>

#include "sim/relate/scale_sim.h"

namespace itg {

inline constexpr int64_t kMostOfTopology = (int64_t{1} << 24) - 1;  // M, N or K: kPluginDimBits

struct TopologyLayer {
  std::string name;
  Gemm gemm;
  int line = 0;  // of the file, from 1
};

// Throws Error naming file, line, column, value and what is allowed.
std::vector<TopologyLayer> ReadTopology(const std::string& path);

}  // namespace itg
