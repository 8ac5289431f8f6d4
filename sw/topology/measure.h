// SPDX-License-Identifier: Apache-2.0
//
// What the products of a topology cost on a machine.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "sim/config/json.h"
#include "sim/hw/hw_config.h"
#include "sw/topology/topology.h"

namespace itg {

struct MeasuredLayer {
  TopologyLayer layer;
  uint64_t cycles = 0;
  ScaleSimCycles scale_sim;  // on an array of the same rows and columns

  uint64_t macs() const;
};

struct Measurement {
  std::string topology;  // file
  std::string machine;
  HwConfig hw;
  Post post = Post::kNone;
  std::vector<MeasuredLayer> layers;
};

// The product as a Program of one command, a linear forward with elements as wide as `hw` has them,
// all 0: cycles do not depend on values. Post::kNone writes the accumulators, which is all that a
// GEMM of SCALE-Sim is; Post::kRequantise rounds them to elements in a second pass, as a layer of a
// network does.
Program ProgramOf(const TopologyLayer& layer, const HwConfig& hw, Post post);

// Fills `measurement->layers` from `layers`. Before the first one runs all are planned: throws
// Error naming the file and line of one that the hardware cannot hold. `progress` is called before
// each.
void Measure(const std::vector<TopologyLayer>& layers, Machine* machine, Measurement* measurement,
             const std::function<void(size_t)>& progress);

std::string TableOf(const Measurement& measurement);
nlohmann::ordered_json JsonOf(const Measurement& measurement);

}  // namespace itg
