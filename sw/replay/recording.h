// SPDX-License-Identifier: Apache-2.0
//
// A recorded training step folder: meta.json and the .npy files of its tensors
// (docs/recordings.md describes the format).

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/arith/round.h"
#include "model/tensor/tensor.h"
#include "sw/nn/network.h"

namespace itg {

// A layer as the recording counts them.
struct RecordedLayer {
  int64_t layer = 0;  // that makes its output; of a "Flat" layer the layer before
  bool has_weights = false;
  int weight_exponent = 0;
};

struct Recording {
  std::string folder;
  Network network;
  std::vector<RecordedLayer> layers;
  int64_t batch = 0;
  int steps = 0;
  std::vector<int> mu;  // one a step
  Rounding loss = Rounding::kNearest;

  // The tensor in `name`.npy; throws Error when it is missing or damaged.
  Tensor Read(const std::string& name) const;
  bool Has(const std::string& name) const;
};

// Reads meta.json. The shape of the images is that of s0_input. Throws Error when it is damaged, or
// names an unknown layer kind.
Recording ReadRecording(const std::string& folder);

}  // namespace itg
