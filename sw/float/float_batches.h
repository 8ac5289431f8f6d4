// SPDX-License-Identifier: Apache-2.0
//
// The batches of an integer training (sw/train/training_batches.h) with images in fp32: the same
// order, the same variants, normalised but not quantised.

#pragma once

#include <cstdint>
#include <vector>

#include "sw/data/augment.h"
#include "sw/data/dataset.h"

namespace itg {

class FloatBatches {
 public:
  // `data` must outlive it.
  FloatBatches(const Dataset& data, const Augment& augment, int64_t batch, uint32_t seed);

  int64_t steps() const { return data_.train.count / batch_; }  // whole batches in an epoch
  // Shuffles the images of epoch `epoch`, which counts from 0.
  void Begin(uint32_t epoch);
  // Fills `images` [batch][height][width][channels] and `labels` with the next training batch.
  void Next(float* images, int32_t* labels);
  // The same with images first .. first + count - 1 of `set` as they are.
  void Load(const ImageSet& set, int64_t first, int64_t count, float* images, int32_t* labels);

 private:
  void Normalise(const uint8_t* pixels, int64_t count, float* images) const;

  const Dataset& data_;
  Augment augment_;
  int64_t batch_;
  uint32_t seed_;
  std::vector<float> x_;  // [channel][pixel]: (pixel / 255 - mean) / deviation
  std::vector<int32_t> order_;
  std::vector<uint8_t> pixels_;  // of a variant
  uint32_t variant_key_ = 0;
  int64_t step_ = 0;
};

}  // namespace itg
