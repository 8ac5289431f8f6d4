// SPDX-License-Identifier: Apache-2.0
//
// Training steps to measure: fused commands, all widths 8, as sw/lower would emit them.

#pragma once

#include <string>
#include <vector>

#include "model/program/program.h"

namespace itg {

struct BenchLayer {
  enum Kind { kConvolution, kLinear } kind;
  int64_t outputs;
  Window window = {};
  bool relu = true;
  Window pool = {};      // of kConvolution; none: kernel_h 0
  bool dropout = false;  // before the layer
};

struct BenchNetwork {
  std::string name;
  Shape image;  // [H][W][C], or [features]
  std::vector<BenchLayer> layers;
};

BenchNetwork Mlp();        // 784-100-10
BenchNetwork LeNet();      // 28x28; convolutions of 20 and 50 maps, 5x5; 500-10
BenchNetwork VggSmall7();  // 32x32x3; [128,128,M,256,256,M,512,512,M], dropout, 10

// Buffers "input" and "label", random initial weights.
Program TrainingStep(const BenchNetwork& network, int64_t batch);

}  // namespace itg
