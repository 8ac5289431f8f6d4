// SPDX-License-Identifier: Apache-2.0
//
// From images to the tensors of a batch, or of this process's shard of it (model/ops/reducer.h).
// Nothing is allocated per batch.
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
  // Quantises activations of `bits` bits with the normalisation of `data`. `data` and `reducer`
  // must outlive it; nullptr: this process has the whole batch.
  BatchLoader(const Dataset& data, int bits, Reducer* reducer = nullptr);
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  const Dataset& data() const { return data_; }
  int bits() const { return bits_; }
  Reducer& reducer() { return *reducer_; }

  // Fills `input` [N][features] and `labels` [N] with samples shard * N .. shard * N + N-1 of the
  // global batch, and the exponent with that of the global batch. That batch is the images
  // `indices[0 .. shards * N - 1]` of `images`, the training or the test set of `data`. An image
  // may occur more than once.
  void Load(const ImageSet& images, const int32_t* indices, Tensor* input, Tensor* labels);
  void LoadLabels(const ImageSet& images, const int32_t* indices, Tensor* labels);

  InputQuantiser MakeQuantiser() const { return {data_.mean, data_.deviation, bits_}; }

 private:
  struct Encoded {
    std::vector<int> range_bits;  // of each image
    int bw = 0;                   // the largest of them
    Tensor codes;                 // of all images, for that bw
  };

  // Where this shard's `count` of the global batch begin.
  const int32_t* Shard(const int32_t* indices, int64_t count) const {
    return indices + reducer_->shard() * count;
  }
  const Encoded& EncodedSet(const ImageSet& images);

  const Dataset& data_;
  int bits_;
  InputQuantiser quantiser_;
  Reducer identity_;
  Reducer* reducer_;
  std::array<Encoded, 2> sets_;  // training, test; made on first use
  std::vector<uint8_t> pixels_;
};

}  // namespace itg
