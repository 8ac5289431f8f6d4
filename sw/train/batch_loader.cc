// SPDX-License-Identifier: Apache-2.0
#include "sw/train/batch_loader.h"

#include <cstring>

namespace itg {

BatchLoader::BatchLoader(const Dataset& data, int bits)
    : quantiser_(data.mean, data.deviation, bits) {}

void BatchLoader::Load(const ImageSet& images, const int32_t* indices, Tensor* input,
                       Tensor* labels) {
  const int64_t count = labels->size();
  const size_t size = static_cast<size_t>(images.image_size());
  pixels_.resize(static_cast<size_t>(count) * size);
  int32_t* const label = labels->data<int32_t>();
  for (int64_t n = 0; n < count; ++n) {
    const size_t image = static_cast<size_t>(indices[n]);
    std::memcpy(pixels_.data() + static_cast<size_t>(n) * size, images.pixels.data() + image * size,
                size);
    label[n] = images.labels[image];
  }
  quantiser_.Quantise(pixels_.data(), &identity_, input);
}

}  // namespace itg
