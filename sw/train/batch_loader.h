// SPDX-License-Identifier: Apache-2.0
//
// From images to the tensors of a batch. Nothing is allocated per batch.

#pragma once

#include <cstdint>
#include <vector>

#include "model/ops/quantise_input.h"
#include "model/program/program.h"
#include "sw/data/dataset.h"

namespace itg {

class BatchLoader {
 public:
  // Quantises activations of `bits` bits with the normalisation of `data`.
  BatchLoader(const Dataset& data, int bits);

  // Fills `input` [N][features] and `labels` [N] with the images `indices[0 .. N-1]` of `images`.
  void Load(const ImageSet& images, const int32_t* indices, Tensor* input, Tensor* labels);

 private:
  InputQuantiser quantiser_;
  Reducer identity_;
  std::vector<uint8_t> pixels_;
};

}  // namespace itg
