// SPDX-License-Identifier: Apache-2.0
//
// From images to the tensors of a batch. Nothing is allocated per batch.
//
// The codes of a pixel depend on the batch through its exponent alone, and nearly every batch of a
// set has the exponent of the whole set. So a set is encoded once for that exponent, and a batch is
// a copy of rows; a batch with a smaller exponent is encoded from its pixels.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/ops/quantise_input.h"
#include "model/program/program.h"
#include "sw/data/dataset.h"

namespace itg {

class BatchLoader {
 public:
  // Quantises activations of `bits` bits with the normalisation of `data`, which must outlive it.
  BatchLoader(const Dataset& data, int bits);

  // Fills `input` [N][features] and `labels` [N] with the images `indices[0 .. N-1]` of `images`,
  // the training or the test set of `data`.
  void Load(const ImageSet& images, const int32_t* indices, Tensor* input, Tensor* labels);

 private:
  struct Encoded {
    std::vector<int> range_bits;  // of each image
    int bw = 0;                   // the largest of them
    Tensor codes;                 // of all images, for that bw
  };

  const Encoded& EncodedSet(const ImageSet& images);

  const Dataset& data_;
  int bits_;
  InputQuantiser quantiser_;
  Reducer identity_;
  std::array<Encoded, 2> sets_;  // training, test; made on first use
  std::vector<uint8_t> pixels_;
};

}  // namespace itg
