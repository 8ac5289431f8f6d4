// SPDX-License-Identifier: Apache-2.0
#include "sw/float/float_batches.h"

#include <algorithm>

#include "sw/train/shuffle.h"

namespace itg {

FloatBatches::FloatBatches(const Dataset& data, const Augment& augment, int64_t batch,
                           uint32_t seed)
    : data_(data),
      augment_(augment),
      batch_(batch),
      seed_(seed),
      order_(static_cast<size_t>(data.train.count)),
      pixels_(static_cast<size_t>(data.train.image_size())) {
  for (size_t channel = 0; channel < data.mean.size(); ++channel) {
    for (int pixel = 0; pixel < 256; ++pixel) {
      x_.push_back(
          static_cast<float>((pixel / 255.0 - data.mean[channel]) / data.deviation[channel]));
    }
  }
}

void FloatBatches::Begin(uint32_t epoch) {
  Shuffle(seed_, epoch, &order_);
  variant_key_ = VariantKey(seed_, epoch);
  step_ = 0;
}

void FloatBatches::Next(float* images, int32_t* labels) {
  const ImageSet& set = data_.train;
  const int32_t* const image = order_.data() + step_ * batch_;
  for (int64_t n = 0; n < batch_; ++n) {
    WriteVariant(set, image[n], DrawVariant(augment_, variant_key_, image[n]), pixels_.data());
    Normalise(pixels_.data(), 1, images + n * set.image_size());
    labels[n] = set.labels[static_cast<size_t>(image[n])];
  }
  ++step_;
}

void FloatBatches::Load(const ImageSet& set, int64_t first, int64_t count, float* images,
                        int32_t* labels) {
  Normalise(set.pixels.data() + first * set.image_size(), count, images);
  std::copy_n(set.labels.begin() + first, count, labels);
}

void FloatBatches::Normalise(const uint8_t* pixels, int64_t count, float* images) const {
  const int64_t channels = data_.train.channels;
  for (int64_t i = 0; i < count * data_.train.image_size(); ++i) {
    images[i] = x_[static_cast<size_t>(256 * (i % channels) + pixels[i])];
  }
}

}  // namespace itg
