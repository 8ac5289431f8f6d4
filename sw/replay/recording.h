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

struct Recording {
  std::string folder;
  Network network;
  std::vector<int> weight_exponents;  // one a layer; 0 for a layer without weights
  int64_t batch = 0;
  int steps = 0;
  std::vector<int> mu;  // one a step
  Rounding loss = Rounding::kNearest;

  // The tensor in `name`.npy; throws Error when it is missing or damaged.
  Tensor Read(const std::string& name) const;
  bool Has(const std::string& name) const;
};

// Reads meta.json. Throws Error when it is damaged, or names a layer kind other than Linear and
// ReLU.
Recording ReadRecording(const std::string& folder);

}  // namespace itg
